/** The steps that a violation comes from: those that wrote what it looks at, and what they saw. */
import type { TraceStep } from "../../checker/trace.ts";

/**
 * Yields by step whether it counts, given the cells that the property looks at in the last state,
 * and whether it judges the last step itself. A step counts if it wrote a cell that somebody who
 * counts has looked at since; nobody asks by which part of the cell. So the steps that count find
 * in all that they look at what they would find without the others: they alone are a run as well,
 * and it violates the same.
 */
export function sliceOf(
  steps: readonly TraceStep[],
  judged: readonly string[],
  judgesLast: boolean,
): boolean[] {
  const asked = new Set(judged);
  const counts = steps.map(() => false);
  for (let index = steps.length - 1; index >= 0; index--) {
    const { reads, writes } = steps[index] as TraceStep;
    const isJudged = judgesLast && index === steps.length - 1;
    if (!isJudged && !writes.some((cell) => asked.has(cell))) continue;
    counts[index] = true;
    for (const cell of reads) asked.add(cell);
  }
  return counts;
}
