/**
 * The Tower of Hanoi, a puzzle by Edouard Lucas (1883): disks of different sizes on three pegs.
 * One disk is moved at a time, never onto a smaller one, until all have gone from the first peg to
 * the last. The state says of each disk where it is, rather than of each peg what is on it: moving
 * the smallest disk then looks at one cell only, and few values are possible for each.
 */
import { action, indices, invariant, system } from "drmcheck";

const pegs = ["A", "B", "C"] as const;
type Peg = (typeof pegs)[number];

interface State {
  /** Where each disk is, the smallest disk first. */
  disks: Peg[];
}

/** The tower of `n` disks: 3^n states, and a solution of 2^n - 1 steps. */
export const towerOfHanoi = (n: number) =>
  system<State>({
    name: `Tower of Hanoi, ${n} disks`,
    initial: { disks: indices(n).map(() => "A") },
    actions: [
      action("Move", {
        choices: indices(n).flatMap((disk) => pegs.map((to) => ({ disk, to }))),
        guard: (s, { disk, to }) => {
          const from = s.disks[disk];
          const inTheWay = (peg: Peg) => peg === from || peg === to;
          return from !== to && !indices(disk).some((smaller) => inTheWay(s.disks[smaller]));
        },
        effect: (s, { disk, to }) => {
          s.disks[disk] = to;
        },
      }),
    ],
    properties: [
      invariant("unsolvable", {
        claim: "The disks are never all on the last peg",
        holds: (s) => !s.disks.every((peg) => peg === "C"),
      }),
    ],
  });

export default towerOfHanoi(3);
