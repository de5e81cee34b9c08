/**
 * Transaction commit, the problem that commit protocols solve, as Gray and Lamport state it in
 * "Consensus on Transaction Commit" (ACM TODS, 2006): resource managers commit or abort together.
 * It has no messages: a manager sees the state of all others. `two-phase.ts` implements it.
 */
import { action, indices, invariant, system, witness } from "drmcheck";

interface State {
  resources: ("working" | "prepared" | "committed" | "aborted")[];
}

/** Transaction commit by `n` resource managers. */
export const transactionCommit = (n: number) =>
  system<State>({
    name: `transaction commit, ${n} resource managers`,
    initial: { resources: indices(n).map(() => "working") },
    actions: [
      action("Prepare", {
        choices: indices(n),
        guard: (s, i) => s.resources[i] === "working",
        effect: (s, i) => {
          s.resources[i] = "prepared";
        },
      }),
      action("DecideCommit", {
        choices: indices(n),
        guard: (s, i) =>
          s.resources[i] === "prepared" &&
          s.resources.every((each) => each === "prepared" || each === "committed"),
        effect: (s, i) => {
          s.resources[i] = "committed";
        },
      }),
      action("DecideAbort", {
        choices: indices(n),
        guard: (s, i) =>
          (s.resources[i] === "working" || s.resources[i] === "prepared") &&
          !s.resources.includes("committed"),
        effect: (s, i) => {
          s.resources[i] = "aborted";
        },
      }),
    ],
    done: (s) => s.resources.every((each) => each === "committed" || each === "aborted"),
    symmetric: ["resources"],
    properties: [
      invariant("consistent", {
        claim: "No manager commits while another aborts",
        holds: (s) => !(s.resources.includes("committed") && s.resources.includes("aborted")),
      }),
      witness("commits", {
        claim: "All managers can commit",
        reached: (s) => s.resources.every((each) => each === "committed"),
      }),
    ],
  });

export default transactionCommit(3);
