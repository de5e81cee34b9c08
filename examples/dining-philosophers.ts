/**
 * Dijkstra's dining philosophers: `n` of them around a table, a fork between each two neighbours.
 * Each takes the left fork, then the right one, eats, and lays both down at once. When all have
 * taken their left fork, nobody can go on. Dinner never ends, so `done` holds of no state, and
 * any state without an enabled step is a deadlock.
 */
import { action, indices, system, witness } from "drmcheck";

interface State {
  philosophers: ("thinking" | "holds left" | "eating")[];
  /** Fork i lies to the left of philosopher i, and to the right of the one before. */
  forks: ("on the table" | "taken")[];
}

/** Dinner for `n` philosophers, each of whom takes the left fork first. */
export const diningPhilosophers = (n: number) => {
  const toTheRightOf = (i: number) => (i + 1) % n;
  const process = (i: number) => `philosopher ${i}`;
  return system<State>({
    name: `dining philosophers, ${n} at the table`,
    initial: {
      philosophers: indices(n).map(() => "thinking"),
      forks: indices(n).map(() => "on the table"),
    },
    actions: [
      action("TakeLeft", {
        choices: indices(n),
        process,
        guard: (s, i) => s.philosophers[i] === "thinking" && s.forks[i] === "on the table",
        effect: (s, i) => {
          s.philosophers[i] = "holds left";
          s.forks[i] = "taken";
        },
      }),
      action("TakeRight", {
        choices: indices(n),
        process,
        guard: (s, i) =>
          s.philosophers[i] === "holds left" && s.forks[toTheRightOf(i)] === "on the table",
        effect: (s, i) => {
          s.philosophers[i] = "eating";
          s.forks[toTheRightOf(i)] = "taken";
        },
      }),
      action("LayDown", {
        choices: indices(n),
        process,
        guard: (s, i) => s.philosophers[i] === "eating",
        effect: (s, i) => {
          s.philosophers[i] = "thinking";
          s.forks[i] = "on the table";
          s.forks[toTheRightOf(i)] = "on the table";
        },
      }),
    ],
    done: () => false,
    properties: [
      witness("eats", {
        claim: "Somebody can eat",
        reached: (s) => s.philosophers.includes("eating"),
      }),
    ],
  });
};

export default diningPhilosophers(3);
