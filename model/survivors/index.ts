/** All explanations of mutants that survive, by the part of the driver. */
import type { Mutant } from "../mutants.ts";
import { barriersAndGgtt } from "./barriers-and-ggtt.ts";
import type { Explanation } from "./explanation.ts";
import { pagesAndShrinkers } from "./pages-and-shrinkers.ts";
import { shmemHelper } from "./shmem-helper.ts";
import { ttmMoves } from "./ttm-moves.ts";
import { vmaAndExecution } from "./vma-and-execution.ts";

/** By the part of the driver that the mutants are mistakes in. */
export const explanations: Readonly<Record<string, readonly Explanation[]>> = {
  barriersAndGgtt,
  pagesAndShrinkers,
  shmemHelper,
  ttmMoves,
  vmaAndExecution,
};

/** The procedures of C11, by how their names begin. */
const skeletons = "locks of ";

const ofSkeletons =
  'The procedures called "locks of ..." have no data: a deadlock, or a lock that is left behind, ' +
  "is all that can go wrong. With the change there is none in any scenario of C11 that holds, " +
  "all of which were searched to the end.";

const reasons: ReadonlyMap<string, string> = new Map(
  Object.values(explanations).flatMap((all) =>
    all.flatMap(({ why, mutants }) => mutants.map((id) => [id, why] as const)),
  ),
);

/** Yields why nothing notices a mutant; null: nobody knows. */
export function whyItSurvives({ id, procedure }: Mutant): string | null {
  return procedure.startsWith(skeletons) ? ofSkeletons : (reasons.get(id) ?? null);
}
