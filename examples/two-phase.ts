/** Two-phase commit, as Gray and Lamport describe it in "Consensus on Transaction Commit" (2006). */
import { action, indices, invariant, system, type System } from "drmcheck";

interface State {
  manager: { at: "init" | "committed" | "aborted"; sent: { commit: boolean; abort: boolean } };
  resources: {
    at: "working" | "prepared" | "committed" | "aborted";
    sentPrepared: boolean;
    managerKnows: boolean;
  }[];
}

/** Two-phase commit with `n` resource managers: 4^n + 6^n + 2^n states. */
export const twoPhase = (n: number): System<State> =>
  system<State>({
    name: `two-phase commit, ${n} resource managers`,
    initial: {
      manager: { at: "init", sent: { commit: false, abort: false } },
      resources: indices(n).map(() => ({
        at: "working",
        sentPrepared: false,
        managerKnows: false,
      })),
    },
    actions: [
      action("TMCommit", {
        guard: (s: State) =>
          s.manager.at === "init" && s.resources.every((each) => each.managerKnows),
        effect: (s) => {
          s.manager.at = "committed";
          s.manager.sent.commit = true;
        },
      }),
      action("TMAbort", {
        guard: (s: State) => s.manager.at === "init",
        effect: (s) => {
          s.manager.at = "aborted";
          s.manager.sent.abort = true;
        },
      }),
      action("TMRcvPrepared", {
        choices: indices(n),
        guard: (s: State, i) => s.manager.at === "init" && s.resources[i].sentPrepared,
        effect: (s, i) => {
          s.resources[i].managerKnows = true;
        },
      }),
      action("RMPrepare", {
        choices: indices(n),
        guard: (s: State, i) => s.resources[i].at === "working",
        effect: (s, i) => {
          s.resources[i].at = "prepared";
          s.resources[i].sentPrepared = true;
        },
      }),
      action("RMChooseToAbort", {
        choices: indices(n),
        guard: (s: State, i) => s.resources[i].at === "working",
        effect: (s, i) => {
          s.resources[i].at = "aborted";
        },
      }),
      action("RMRcvCommit", {
        choices: indices(n),
        guard: (s: State) => s.manager.sent.commit,
        effect: (s, i) => {
          s.resources[i].at = "committed";
        },
      }),
      action("RMRcvAbort", {
        choices: indices(n),
        guard: (s: State) => s.manager.sent.abort,
        effect: (s, i) => {
          s.resources[i].at = "aborted";
        },
      }),
    ],
    symmetric: ["resources"],
    properties: [
      invariant("consistent", {
        claim: "No manager commits while another aborts",
        holds: (s: State) =>
          !(
            s.resources.some((each) => each.at === "committed") &&
            s.resources.some((each) => each.at === "aborted")
          ),
      }),
    ],
  });

export default twoPhase(3);
