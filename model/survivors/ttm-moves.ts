/** Survivors of placing, moving, evicting and releasing buffer objects (driver.md 5, 10). */
import type { Explanation } from "./explanation.ts";

export const ttmMoves: readonly Explanation[] = [
  {
    why:
      "`ttm_bo_handle_move_mem` reserves a slot itself before anything is added to the " +
      "reservation (driver.md 10.1), so that of the caller is not used: system memory, where an " +
      "eviction and a hop lead, has no fence of its manager, and behind the fence of local " +
      "memory nothing but the move comes.",
    mutants: [
      "drop ttm_bo_validate: reserve a slot again",
      "drop ttm_bo_evict: reserve a fence slot",
    ],
  },
  {
    why:
      "The next step looks again whether there is a fence. It does not ask where the " +
      "destination is: a move to system memory then waits for an eviction from local memory as " +
      "well, a fence more than it needs, in a slot that it has reserved.",
    mutants: ["drop ttm_bo_validate: is there a fence of the manager?"],
  },
  {
    why:
      "Nothing can fail here in the kernel either, since the wait is not interruptible, and the " +
      "only caller is a thread of the kernel, which goes on whatever its operation yields " +
      "(`kernel_thread`).",
    mutants: [
      "fail at ttm_resource_manager_evict_all: get the fence of the manager",
      "fail at ttm_resource_manager_evict_all: wait for it",
    ],
  },
  {
    why:
      "`ttm_bo_move_accel_cleanup` has added this fence to the reservation before it could fail " +
      "(B5 step 1), and `ttm_bo_move_sync_cleanup`, which comes next, waits until the " +
      "reservation is idle.",
    mutants: [
      "drop i915_ttm_move: wait for the fence",
      "leave out wait 1 of i915_ttm_move: wait for the fence",
      "swap i915_ttm_move: wait for the fence <> clean up after the wait",
    ],
  },
  {
    why:
      "Whoever comes here has waited already: for the dependencies of the copy, which are all " +
      "fences of the reservation (nothing in the model has the usage BOOKKEEP), or for the " +
      "fence of the blit (M9). The object is locked, so that none has been added since. Where " +
      "there was nothing to copy (M6) there are no old pages; the eviction that has left the " +
      "new memory is awaited by its next user, since its fence stays.",
    mutants: [
      "drop ttm_bo_move_sync_cleanup: wait until the reservation is idle",
      "swap ttm_bo_move_sync_cleanup: wait until the reservation is idle <> destroy the tt",
    ],
  },
  {
    why:
      "The step does nothing but fail now and then: what it allocates, maps or builds has no " +
      "part in the model (docs/model.md: chunks of a copy; move-memcpy.ts: mappings; " +
      "tt-populate.ts: sizes).",
    mutants: ["drop i915_ttm_accel_move: build the other chunks"],
  },
  {
    why:
      "The unmapping is a look at the resource, which finds a use after free if that has gone; " +
      "nobody else is told of it, and behind the last one the procedure returns 0 all the same.",
    mutants: ["drop ttm_bo_move_memcpy: unmap the source, by its resource"],
  },
  {
    why:
      "The only such eviction is a swapout from a manager whose memory is a tt. Both resources " +
      "describe the pages of the same tt, so that the one that is freed has no memory of its " +
      "own, and `ttm_bo_swapout` waits until the object is idle before it takes the pages away.",
    mutants: [
      "drop ttm_bo_move_accel_cleanup: wait until the copy is done",
      "leave out wait 1 of ttm_bo_move_accel_cleanup: wait until the copy is done",
    ],
  },
  {
    why:
      "`dma_resv_copy_fences` replaces the list of the ghost by one that is as long as it has " +
      "to be, and nothing is added to it afterwards.",
    mutants: ["drop ttm_bo_pipeline_gutting: reserve a slot of the ghost"],
  },
  {
    why:
      "The next step tells the driver, whose `put_pages` unmaps the object as well (4 A5 step " +
      "1). What the driver leaves alone are ghosts, of which nothing is mapped.",
    mutants: [
      "drop ttm_bo_swapout: remove the mappings of the user",
      "swap ttm_bo_swapout: wait until it is idle <> remove the mappings of the user",
      "swap ttm_bo_swapout: remove the mappings of the user <> notify",
    ],
  },
  {
    why:
      "The swapout ends as one that has found no memory for the file: the pages stay. How many " +
      "it has written, which is what would tell, is left out (see the head of swapout.ts).",
    mutants: ["drop ttm_bo_swapout: write the pages to a file"],
  },
  {
    why:
      "A thread of the kernel then ends after its first operation. What it would have done next " +
      "is not done: less happens, and nobody has been promised it.",
    mutants: ["drop kernel_thread: was it done?"],
  },
  {
    why:
      "Who is where it should be then reserves a slot as well, which it does not use, and may " +
      "fail for want of memory, as its caller is told. That is needless, and nothing else.",
    mutants: ["swap ttm_bo_validate: does the current placement fit? <> reserve a fence slot"],
  },
  {
    why:
      "Of the chunks, the model has only whether they could be built (see the head of " +
      "migrate.ts), and that is noted in a local of the mover, at which nobody looks before the " +
      "step behind both. What could be built is submitted either way.",
    mutants: ["swap i915_ttm_accel_move: build the other chunks <> submit"],
  },
  {
    why:
      "The blit has ended well, so that there will be no copy with the CPU: that is all that " +
      "the work has the tables for. Putting one frees the table, or the struct of a tt, but no " +
      "memory (see the head of sgt.ts).",
    mutants: ["swap __memcpy_irq_work: signal the migration fence <> put the tables"],
  },
  {
    why:
      "The step is the model's: it judges what an operation of the kernel has promised, and does " +
      "nothing that a driver does. Before the operation there is nothing to judge.",
    mutants: ["swap kernel_thread: do the next operation <> was it done?"],
  },
];
