/**
 * Published systems, and the counts that at least two independent sources give for each: other
 * model checkers, closed formulas, or tables of the puzzle. None of the numbers is our own output.
 */
import { indices } from "../../checker/refs.ts";
import { counters } from "../../examples/counters.ts";
import { dieHard } from "../../examples/die-hard.ts";
import { diningPhilosophers } from "../../examples/dining-philosophers.ts";
import { eightPuzzle } from "../../examples/eight-puzzle.ts";
import { incrementRace } from "../../examples/increment-race.ts";
import { lifetime } from "../../examples/lifetime.ts";
import { pancakeSorting } from "../../examples/pancake-sorting.ts";
import { peterson } from "../../examples/peterson.ts";
import { slidingTokens } from "../../examples/sliding-tokens.ts";
import { towerOfHanoi } from "../../examples/tower-of-hanoi.ts";
import { transactionCommit } from "../../examples/transaction-commit.ts";
import { twoPhase } from "../../examples/two-phase.ts";
import { generated, row, testCounts } from "./counts.ts";

const twoPhase3 = [1, 7, 21, 38, 50, 54, 49, 36, 21, 9, 2];
const twoPhase5 = [1, 11, 55, 170, 375, 652, 962, 1250, 1425, 1390, 1131, 753, 405, 175, 60, 15, 2];
const eightPuzzle3x3 = [
  1, 2, 4, 8, 16, 20, 39, 62, 116, 152, 286, 396, 748, 1024, 1893, 2512, 4485, 5638, 9529, 10878,
  16993, 17110, 23952, 20224, 24047, 15578, 14560, 6274, 3910, 760, 221, 2,
];
const pancakes8 = [1, 7, 42, 251, 1191, 4281, 10561, 15011, 8520, 455];
const pancakes = (n: number) => pancakeSorting(indices(n).map((index) => index + 1));

const rows = [
  row(dieHard({ small: 3, big: 5 }, 4), 16, generated(97), [1, 2, 3, 2, 2, 2, 2, 2]),
  row(incrementRace(2), 13, 14, 5),
  row(incrementRace(3), 84, 111, 7),
  row(incrementRace(4), 755, 1_156, 9),
  row(incrementRace(5), 8_638, 15_205, 11),
  row(transactionCommit(3), 34, generated(94), 7),
  row(twoPhase(3), 288, generated(1_146), twoPhase3),
  row(twoPhase(5), 8_832, generated(58_146), twoPhase5),
  row(diningPhilosophers(3), 14, 27, 4),
  row(diningPhilosophers(5), 82, 265, 6),
  row(diningPhilosophers(8), 1_154, 5_968, 9),
  row(diningPhilosophers(10), 6_726, 43_480, 11),
  // n counters modulo k: k^n states, n k^n transitions, n (k - 1) + 1 levels.
  row(counters(1, 2), 2, 2, 2),
  row(counters(3, 4), 4 ** 3, 3 * 4 ** 3, 10),
  row(counters(6, 3), 3 ** 6, 6 * 3 ** 6, 13),
  row(counters(4, 10), 10 ** 4, 4 * 10 ** 4, 37),
  // Hanoi: 3^n states, 3 (3^n - 1) transitions, 2^n levels.
  row(towerOfHanoi(4), 3 ** 4, 3 * (3 ** 4 - 1), 2 ** 4),
  row(towerOfHanoi(8), 3 ** 8, 3 * (3 ** 8 - 1), 2 ** 8),
  row(towerOfHanoi(10), 3 ** 10, 3 * (3 ** 10 - 1), 2 ** 10),
  row(eightPuzzle(2, 3), 360, 840, 22),
  row(eightPuzzle(2, 4), 20_160, 50_400, 37),
  row(eightPuzzle(3, 3), 181_440, 483_840, eightPuzzle3x3),
  // Pancakes: n! states, n! (n - 1) transitions.
  row(pancakes(5), 120, 120 * 4, 6),
  row(pancakes(7), 5_040, 5_040 * 6, 9),
  row(pancakes(8), 40_320, 40_320 * 7, pancakes8),
  row(peterson(), 20, 34, 7),
  row(lifetime(1, 1, 9), 48, 80, 15),
  row(lifetime(1, 2, 9), 288, 696, 20),
  row(lifetime(2, 1, 9), 2_240, 7_424, 29),
  row(lifetime(2, 2, 2), 62_208, 279_808, 35),
  // Tokens: 9! / (2! 2! 1! 4!) states; over each of the 24 moves one token and one empty square are
  // fixed, the other 7 squares are free: 24 (420 + 420 + 210) transitions.
  row(slidingTokens(3, 3, [2, 2, 1]), 3_780, 25_200, null),
];

testCounts(rows, 30_000);
