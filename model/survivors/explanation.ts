/**
 * Why some mutants survive: each is either a change that nobody can see, or one that is no mistake.
 * What no such reason is known for is a hole in the specs or in the scenarios.
 */

/** One reason, and the mutants that survive for it. */
export interface Explanation {
  /** Why nothing notices, in a sentence or two that name what makes up for the change. */
  readonly why: string;
  /** Ids as `mutate` prints them: "drop i915_vma_bind: drop the old work". */
  readonly mutants: readonly string[];
}
