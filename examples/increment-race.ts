/**
 * The oldest race in the book: threads increment a shared counter without a lock. Each reads the
 * counter, then writes back what it read plus one. Two threads that read the same value lose an
 * increment, so the counter does not end at the number of threads.
 */
import { action, atRest, indices, system } from "drmcheck";

interface State {
  counter: number;
  threads: { at: "read" | "write" | "done"; seen: number }[];
}

/** The race between `n` threads that increment the counter once each. */
export const incrementRace = (n: number) =>
  system<State>({
    name: `increment race, ${n} threads`,
    initial: { counter: 0, threads: indices(n).map(() => ({ at: "read", seen: 0 })) },
    actions: [
      action("Read", {
        choices: indices(n),
        process: (i) => `thread ${i}`,
        guard: (s, i) => s.threads[i].at === "read",
        effect: (s, i) => {
          s.threads[i] = { at: "write", seen: s.counter };
        },
      }),
      action("WriteBack", {
        choices: indices(n),
        process: (i) => `thread ${i}`,
        guard: (s, i) => s.threads[i].at === "write",
        effect: (s, i) => {
          s.counter = s.threads[i].seen + 1;
          s.threads[i].at = "done";
        },
      }),
    ],
    done: (s) => s.threads.every((thread) => thread.at === "done"),
    symmetric: ["threads"],
    properties: [
      atRest("noLostIncrement", {
        claim: "When all threads are done, the counter is the number of threads",
        holds: (s) => s.counter === n,
      }),
    ],
  });

export default incrementRace(2);
