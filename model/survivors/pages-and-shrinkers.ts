/** Mutants of CPU faults, pages, purges, the shrinker and the end of objects. */
import type { Explanation } from "./explanation.ts";

export const pagesAndShrinkers: readonly Explanation[] = [
  {
    why:
      "The step is the last one, and returns 0 to a caller that looks at no result: without it " +
      "the procedure returns 0 as well.",
    mutants: [
      "drop __i915_gem_free_work: return",
      "drop i915_ttm_swap_notify: return",
      // shmem_truncate() always returns 0.
      "drop shmem_shrink: return the status",
    ],
  },
  {
    why:
      "A look that saves work. When TTM tells the driver a second time, the vmas are destroyed, " +
      "and pages, mappings and the cached table are gone: each step behind it finds nothing to do.",
    mutants: ["drop i915_ttm_delete_mem_notify: is there anything left?"],
  },
  {
    why:
      "A look that saves work. What is purged has no pages, file or cached table any more " +
      "(purged-objects-are-empty): it is gutted once more, which frees nothing that is in use, " +
      "and stays purged.",
    mutants: ["drop i915_ttm_purge: is it purged already?"],
  },
  {
    why:
      "Nobody looks at the result, by the kernel's own text: neither a move (row M3), nor " +
      "swap_notify (B8), nor madvise behind truncate (B14), which reports what madv says. The " +
      "shrinker does look, but comes here only with what is idle and not purged yet, for which " +
      "purge cannot fail.",
    mutants: [
      "fail at i915_ttm_purge: is it purged already?",
      "succeed at i915_ttm_purge: did that work?",
      "drop i915_ttm_truncate: return the status",
      "fail at i915_ttm_truncate: return the status",
    ],
  },
  {
    why:
      "Without the wait, or after one that was interrupted and is taken for done, a busy object " +
      "is gutted as a move does it (M3): pages and fences go to a ghost that waits in its place. " +
      "The wait mended a crash of 2022, of which the other half is mended since: the purge reads " +
      "the tt again, and leaves the file of the ghost alone. Patch truncate-does-not-wait undoes " +
      "both, and is caught. The wait spares the ghost, for which memory may lack; then the user " +
      "is told that the contents are still there (B14).",
    mutants: [
      "drop i915_ttm_truncate: wait until it is idle",
      "leave out wait 1 of i915_ttm_truncate: wait until it is idle",
      "succeed at i915_ttm_truncate: wait until it is idle",
    ],
  },
  {
    why:
      "It handles an error that cannot come: the object is idle, locked and has a tt, which " +
      "ttm_bo_pipeline_gutting() unpopulates in place without any allocation (10.3).",
    mutants: ["drop i915_ttm_shrink: did that work?", "drop i915_ttm_shrink: return the status"],
  },
  {
    why:
      "The TLBs are invalidated once more than they need to be when the next pages go. The " +
      "kernel would skip even that, since it keeps a sequence number in mm.tlb that has passed " +
      "by then (A5 step 2), which cells/tlb.ts leaves out.",
    mutants: ["drop __i915_gem_object_put_pages: forget that it was due"],
  },
];
