/**
 * Sliding tokens: tokens of three kinds on a board, each of which may move to an empty square
 * beside it. Tokens of a kind look alike, and every arrangement is reachable, so the number of
 * states is a multinomial coefficient. Many steps are enabled everywhere: it measures branching.
 */
import { action, indices, invariant, system } from "drmcheck";

interface State {
  /** The squares in reading order: 0 is empty, 1 to 3 is a token of that kind. */
  board: number[];
}

/** A board of `rows` x `columns` squares; `tokens` says how many there are of kinds 1, 2 and 3. */
export const slidingTokens = (
  rows: number,
  columns: number,
  tokens: [first: number, second: number, third: number],
) => {
  const line = tokens.flatMap((count, kind) => indices(count).map(() => kind + 1));
  const squares = indices(rows * columns);
  return system<State>({
    name: `sliding tokens, ${tokens.join(" + ")} on ${rows} x ${columns}`,
    initial: { board: squares.map((square) => line[square] ?? 0) },
    actions: [
      action("Move", {
        choices: squares.flatMap((from) =>
          squares.filter((to) => adjacent(from, to, columns)).map((to) => ({ from, to })),
        ),
        guard: (s, { from, to }) => s.board[from] !== 0 && s.board[to] === 0,
        effect: (s, { from, to }) => {
          s.board[to] = s.board[from];
          s.board[from] = 0;
        },
      }),
    ],
    properties: [
      invariant("noTokenLost", {
        claim: `There are always ${tokens[0]} tokens of kind 1`,
        holds: (s) => s.board.filter((kind) => kind === 1).length === tokens[0],
      }),
    ],
  });
};

function adjacent(one: number, other: number, columns: number): boolean {
  const rowsApart = Math.abs(Math.floor(one / columns) - Math.floor(other / columns));
  const columnsApart = Math.abs((one % columns) - (other % columns));
  return rowsApart + columnsApart === 1;
}

export default slidingTokens(3, 3, [2, 2, 1]);
