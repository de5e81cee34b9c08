/** Why mutants of the drm shmem helper, of panfrost and of their users survive. */
import type { Explanation } from "./explanation.ts";

export const shmemHelper: readonly Explanation[] = [
  {
    why:
      "A look that saves taking the lock: drm_gem_shmem_pin_locked begins with the same " +
      "countUpUnlessZero() under it, and drm_gem_shmem_unpin_locked drops a pin that is not the " +
      "last one as well.",
    mutants: [
      "drop drm_gem_shmem_pin: pin what is pinned, without the lock",
      "drop drm_gem_shmem_unpin: drop a pin that is not the last, without the lock",
    ],
  },
  {
    why:
      "The step is the user's, and no mistake of a driver: the files stay open, and their " +
      "handles keep the objects, which nothing-leaks lets be while there is a handle.",
    mutants: ["drop shmem_user_thread: close the next handle"],
  },
  {
    why:
      "The step is the judge of gpu-faults-are-served, who looks whether the fault was served, " +
      "and the GPU, which tries again. It does nothing that a driver does.",
    mutants: ["drop panfrost_job: was the fault served?"],
  },
  {
    why:
      "The step is a drm_WARN_ON() of the kernel, and all that it does here is to fault. In the " +
      "scenarios that hold it never has cause to; it has in C12-export-race (F22) and in " +
      "C12-export-race-pinned (F29).",
    mutants: [
      "drop drm_gem_shmem_purge_locked: is it purgeable?",
      "drop drm_gem_shmem_evict_locked: is it evictable?",
    ],
  },
  {
    why:
      "The step is the user of the mapping, and all that it does here is to fault if the pages " +
      "are gone, which shmem-mappings-keep-their-pages judges as well.",
    mutants: ["drop driver_vunmap: use the mapping"],
  },
  {
    why:
      "The count is a refcount_t, and the area that is copied is counted in it until after the " +
      "copy: whoever holds the lock asks only whether it is 0, which it is at no time.",
    mutants: ["swap drm_gem_shmem_vm_open: lock the object <> use the pages once more"],
  },
  {
    why:
      "The area that is copied keeps a reference of its own meanwhile, and taking one more waits " +
      "for nobody: it may as well be taken with the object locked.",
    mutants: ["swap drm_gem_shmem_vm_open: unlock the object <> take a reference for the copy"],
  },
  {
    why:
      "The mapping has a reference of its own on the object, which its last put drops: whichever " +
      "put comes first, the object is freed once both are done.",
    mutants: ["swap panfrost_job: put the mapping <> put the object"],
  },
  {
    why:
      "Nobody else waits for one of the two locks while it holds the other: the scan only tries " +
      "both, the end of an object takes that of the shrinker alone, and the others that of the " +
      "mappings alone. What is read and written under them comes after both.",
    mutants: ["swap panfrost_ioctl_madvise: lock the shrinker <> lock the mappings"],
  },
  {
    why:
      "Nobody has a reference on the object any more, so that nobody else comes by its table. " +
      "That it is freed with the list locked lets another one wait a little longer.",
    mutants: ["swap panfrost_gem_free_object: unlock the shrinker <> free the table of the chunk"],
  },
  {
    why:
      "All that a purge does to the object it does with its lock held, and whoever looks at the " +
      "table, the pages or the advice takes it first; the steps use nothing of one another.",
    mutants: [
      "swap drm_gem_shmem_purge_locked: free the table <> put the pages of the table",
      "swap drm_gem_shmem_purge_locked: put the pages of the table <> mark it purged",
    ],
  },
];
