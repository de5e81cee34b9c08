/** Mutants of CPU faults, pages, purges, the shrinker and the end of objects. */
import type { Explanation } from "./explanation.ts";

export const pagesAndShrinkers: readonly Explanation[] = [
  {
    why:
      "A look that saves work. When TTM tells the driver a second time, the vmas are destroyed, " +
      "and pages, mappings and the cached table are gone: each step behind it finds nothing to do.",
    mutants: [
      "drop i915_ttm_delete_mem_notify: is there anything left?",
      "swap i915_ttm_delete_mem_notify: is there anything left? <> destroy the next vma",
    ],
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
      "Without the wait, or after one that was interrupted and is taken for done, a busy object " +
      "is gutted as a move does it (M3): pages and fences go to a ghost that waits in its place. " +
      "The wait mended a crash of 2022, of which the other half is mended since: the purge reads " +
      "the tt again, and leaves the file of the ghost alone. Patch truncate-does-not-wait undoes " +
      "both, and is caught. The wait spares the ghost, for which memory may lack; then the user " +
      "is told that the contents are still there (B14).",
    mutants: [
      "drop i915_ttm_truncate: wait until it is idle",
      "leave out wait 1 of i915_ttm_truncate: wait until it is idle",
    ],
  },
  {
    why:
      "The TLBs are invalidated once more than they need to be when the next pages go. The " +
      "kernel would skip even that, since it keeps a sequence number in mm.tlb that has passed " +
      "by then (A5 step 2), which cells/tlb.ts leaves out.",
    mutants: [
      "drop __i915_gem_object_put_pages: forget that it was due",
      "swap __i915_gem_object_put_pages: forget that it was due <> put the table",
    ],
  },
  {
    why:
      "The look finds pins, and the object stays where it is. The entries of the user are gone " +
      "before it, which costs a fault: that brings them back under the same lock.",
    mutants: ["swap __i915_gem_object_put_pages: may they be put? <> unmap it from user space"],
  },
  {
    why:
      "The pages go in the step behind both. What leads the GPU to them are entries of vmas and " +
      "TLBs, but not mm.pages, which is read under the object lock only: whether a job fills a " +
      "TLB again behind the flush does not hang on it. What differs is that objects for which " +
      "nothing was due are flushed as well.",
    mutants: ["swap __i915_gem_object_put_pages: unset the pages <> invalidate the TLBs"],
  },
  {
    why:
      "The object lock does not protect mm.tlb, since an unbind that has waited for its job " +
      "records there as well. What it records between the two steps is forgotten in the order of " +
      "the kernel, and stays due in the other one. The flush itself does not ask what was due.",
    mutants: ["swap __i915_gem_object_put_pages: invalidate the TLBs <> forget that it was due"],
  },
  {
    why:
      "Two references on the same table, mm.rsgt and the cached one, each of which is counted: " +
      "the table goes with whichever is dropped last. Nobody finds the table of a dying object, " +
      "and unmapping does not read it.",
    mutants: ["swap i915_ttm_delete_mem_notify: put the pages <> drop the cached table"],
  },
  {
    why:
      "What is truncated has no GEM pages (B14), so that no vma is bound that would pin them: of " +
      "the notification only the unmapping is left. If the wait is interrupted after it, the " +
      "next access faults, and finds the contents there.",
    mutants: ["swap i915_ttm_truncate: wait until it is idle <> notify"],
  },
  {
    why:
      "Both are done under the object lock, which the shrinker has to get for whatever it finds " +
      "on a list. A truncation does not ask for the list, and the list is the same for what is " +
      "not needed and for what was purged.",
    mutants: [
      "swap i915_gem_madvise_ioctl: move it to the list where it belongs now <> " +
        "truncate it, if nothing keeps the contents",
    ],
  },
  {
    why:
      "Two looks under the object lock, which change nothing. In the other order, the shrinker " +
      "waits for, or skips, a busy object that has left shmem since it was taken off the list, " +
      "and from which there is nothing to be had.",
    mutants: ["swap i915_ttm_shrink: is it in shmem? <> wait until it is idle, or give up"],
  },
  {
    why:
      "The object is idle, and is gutted in place, which cannot fail (10.3), and which does " +
      "nothing the second time. So what nobody needs may be gutted before it is purged, and what " +
      "was swapped out or purged once more. That a purged tt says that it is swapped is seen by " +
      "nobody, since faults and moves look at madv first (B12 step 2, M3).",
    mutants: [
      "swap i915_ttm_shrink: purge it, if nobody needs it <> " +
        "gut it, its pages going back to the file",
    ],
  },
  {
    why:
      "The lists of the shrinker and that of mapped local memory have nothing to do with each " +
      "other, and both steps are done under the object lock. But a fault that finds the contents " +
      "unknown now goes by the second list, so that an object joins it that is not mapped: so is " +
      "one that the user has unmapped again, which stays there until it moves, a suspend comes, " +
      "or it ends.",
    mutants: ["swap vm_fault_ttm: list it, if it is in local memory <> adjust the lists"],
  },
  {
    why:
      "Behind the wait the object is idle, and to gut an idle object that has a tt cannot fail: " +
      "the undo is the caution of the code, and the other step returns the same 0. The way by a " +
      "purge goes to its end by name.",
    mutants: ["swap i915_ttm_shrink: did that work? <> return the status"],
  },
];
