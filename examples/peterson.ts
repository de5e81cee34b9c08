/**
 * Peterson's lock for two processes ("Myths about the mutual exclusion problem", 1981): each raises
 * its flag, leaves the other the turn, and waits until the other has no flag raised or has left it
 * the turn. Reading the other's flag and the turn is one step here: finer
 * steps give a larger system, in which the claim still holds.
 */
import { action, invariant, system, witness } from "drmcheck";

interface State {
  turn: number;
  processes: { at: "outside" | "flag raised" | "waiting" | "critical"; flag: boolean }[];
}

/** Peterson's lock: 20 states. */
export const peterson = () =>
  system<State>({
    name: "Peterson's lock",
    initial: {
      turn: 0,
      processes: [
        { at: "outside", flag: false },
        { at: "outside", flag: false },
      ],
    },
    actions: [
      action("RaiseFlag", {
        choices: [0, 1],
        process: (i) => `process ${i}`,
        guard: (s, i) => s.processes[i].at === "outside",
        effect: (s, i) => {
          s.processes[i] = { at: "flag raised", flag: true };
        },
      }),
      action("LeaveTurn", {
        choices: [0, 1],
        process: (i) => `process ${i}`,
        guard: (s, i) => s.processes[i].at === "flag raised",
        effect: (s, i) => {
          s.turn = 1 - i;
          s.processes[i].at = "waiting";
        },
      }),
      action("Enter", {
        choices: [0, 1],
        process: (i) => `process ${i}`,
        guard: (s, i) =>
          s.processes[i].at === "waiting" && (!s.processes[1 - i].flag || s.turn === i),
        effect: (s, i) => {
          s.processes[i].at = "critical";
        },
      }),
      action("Leave", {
        choices: [0, 1],
        process: (i) => `process ${i}`,
        guard: (s, i) => s.processes[i].at === "critical",
        effect: (s, i) => {
          s.processes[i] = { at: "outside", flag: false };
        },
      }),
    ],
    done: () => false,
    properties: [
      invariant("mutualExclusion", {
        claim: "The two processes are never both in the critical section",
        holds: (s) => !s.processes.every((each) => each.at === "critical"),
      }),
      witness("enters", {
        claim: "Process 1 can enter although the other wants to",
        reached: (s) => s.processes[1].at === "critical" && s.processes[0].flag,
      }),
    ],
  });

export default peterson();
