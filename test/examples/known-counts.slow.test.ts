/** The larger rows of known-counts.test.ts and the benchmark's instances; npm run test:slow. */
import { incrementRace } from "../../examples/increment-race.ts";
import { lifetime } from "../../examples/lifetime.ts";
import { slidingTokens } from "../../examples/sliding-tokens.ts";
import { twoPhase } from "../../examples/two-phase.ts";
import { generated, row, testCounts } from "./counts.ts";

const rows = [
  row(incrementRace(6), 118_509, 237_942, 13),
  row(twoPhase(7), 296_448, generated(2_744_706), 23),
  row(twoPhase(8), 1_745_408, generated(18_507_778), 26),
  row(twoPhase(9), 10_340_352, null, 29),
  row(lifetime(3, 1, 3), 102_400, 506_880, 43),
  row(lifetime(2, 3, 2), 1_674_240, 9_307_136, 45),
  row(lifetime(3, 2, 2), 10_698_752, 68_782_080, 50),
  row(slidingTokens(4, 4, [3, 3, 0]), 160_160, 1_921_920, 23),
  row(slidingTokens(4, 4, [4, 4, 0]), 900_900, 11_531_520, 27),
  row(slidingTokens(4, 4, [4, 4, 1]), 7_207_200, null, null),
];

testCounts(rows, 600_000);
