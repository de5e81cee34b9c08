/**
 * Two-phase commit, as Gray and Lamport describe it in "Consensus on Transaction Commit" (ACM
 * TODS, 2006). Messages, once sent, stay sent and may be received again, so all that matters of
 * them is whether they were sent. A manager that chooses to abort tells nobody: the transaction
 * manager may abort at any time, which covers every reason that it could have.
 */
import { action, indices, invariant, system, witness, type Action } from "drmcheck";

interface State {
  manager: { at: "init" | "committed" | "aborted"; sent: { commit: boolean; abort: boolean } };
  resources: {
    at: "working" | "prepared" | "committed" | "aborted";
    sentPrepared: boolean;
    managerKnows: boolean;
  }[];
}

/** Two-phase commit with `n` resource managers: 4^n + 6^n + 2^n states. */
export const twoPhase = (n: number) =>
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
    actions: [...managerActions(n), ...resourceActions(n)],
    symmetric: ["resources"],
    properties: [
      invariant("consistent", {
        claim: "No manager commits while another aborts",
        holds: (s) =>
          !(
            s.resources.some((each) => each.at === "committed") &&
            s.resources.some((each) => each.at === "aborted")
          ),
      }),
      witness("commits", {
        claim: "All managers can commit",
        reached: (s) => s.resources.every((each) => each.at === "committed"),
      }),
    ],
  });

const managerActions = (n: number): Action<State>[] => [
  action("TMCommit", {
    guard: (s) => s.manager.at === "init" && s.resources.every((each) => each.managerKnows),
    effect: (s) => {
      s.manager.at = "committed";
      s.manager.sent.commit = true;
    },
  }),
  action("TMAbort", {
    guard: (s) => s.manager.at === "init",
    effect: (s) => {
      s.manager.at = "aborted";
      s.manager.sent.abort = true;
    },
  }),
  action("TMRcvPrepared", {
    choices: indices(n),
    guard: (s, i) => s.manager.at === "init" && s.resources[i].sentPrepared,
    effect: (s, i) => {
      s.resources[i].managerKnows = true;
    },
  }),
];

const resourceActions = (n: number): Action<State>[] => [
  action("RMPrepare", {
    choices: indices(n),
    guard: (s, i) => s.resources[i].at === "working",
    effect: (s, i) => {
      s.resources[i].at = "prepared";
      s.resources[i].sentPrepared = true;
    },
  }),
  action("RMChooseToAbort", {
    choices: indices(n),
    guard: (s, i) => s.resources[i].at === "working",
    effect: (s, i) => {
      s.resources[i].at = "aborted";
    },
  }),
  action("RMRcvCommit", {
    choices: indices(n),
    guard: (s) => s.manager.sent.commit,
    effect: (s, i) => {
      s.resources[i].at = "committed";
    },
  }),
  action("RMRcvAbort", {
    choices: indices(n),
    guard: (s) => s.manager.sent.abort,
    effect: (s, i) => {
      s.resources[i].at = "aborted";
    },
  }),
];

export default twoPhase(3);
