/**
 * The 8-puzzle and its relatives: numbered tiles in a frame with one blank, into which a
 * neighbouring tile can slide. Sam Loyd promised a prize to whoever would reach, on the 4 x 4
 * board, the order in which just the last two tiles are swapped. Johnson and Story had shown in
 * 1879 that half of all orders cannot be reached, this one among them: every slide is a swap, and
 * the blank takes an even number of them to come home. Here the same is found by looking at all
 * positions.
 */
import { action, indices, invariant, system } from "drmcheck";

interface State {
  /** The tiles in reading order; 0 is the blank. */
  board: number[];
}

/** The puzzle with `rows` x `columns` squares, from the goal: tiles in order, blank in a corner. */
export const eightPuzzle = (rows: number, columns: number) => {
  const squares = rows * columns;
  const goal = [...indices(squares).slice(1), 0];
  const swapped = [...goal.slice(0, -3), squares - 1, squares - 2, 0];
  return system<State>({
    name: `sliding puzzle, ${rows} x ${columns}`,
    initial: { board: goal },
    actions: [
      action("Slide", {
        choices: neighbours(rows, columns),
        guard: (s, { to }) => s.board[to] === 0,
        effect: (s, { from, to }) => {
          s.board[to] = s.board[from];
          s.board[from] = 0;
        },
      }),
    ],
    properties: [
      invariant("noPrize", {
        claim: "The last two tiles are never swapped with all others in order",
        source: "Johnson and Story, Notes on the '15' puzzle, American J. of Mathematics 2 (1879)",
        holds: (s) => !swapped.every((tile, square) => s.board[square] === tile),
      }),
    ],
  });
};

/** Yields all pairs of squares that share an edge, in both directions. */
function neighbours(rows: number, columns: number): { from: number; to: number }[] {
  return indices(rows * columns).flatMap((square) => [
    ...(square % columns === columns - 1 ? [] : bothWays(square, square + 1)),
    ...(square >= (rows - 1) * columns ? [] : bothWays(square, square + columns)),
  ]);
}

const bothWays = (one: number, other: number) => [
  { from: one, to: other },
  { from: other, to: one },
];

export default eightPuzzle(2, 3);
