/** A fault that was not served is said to be. */
import type { Status } from "../machine/errno.ts";
import { follows } from "../machine/procedure.ts";
import type { HeapFaultLocal } from "../shmem-helper/panfrost-job.ts";
import type { Patch } from "../machine/patch.ts";

export const heapFaultSwallowsItsError: Patch = {
  id: "heap-fault-swallows-its-error",
  bug: null,
  year: null,
  title: "A fault of the GPU yields 0 although there was no memory",
  mechanism:
    "The handler of a fault in a heap forgets the error on its way out. The GPU goes on, " +
    "faults at the same address, and so for ever.",
  source: "driver.md 9 V8",
  scenario: "C12-heap-memory",
  caughtBy: "gpu-faults-are-served",
  depth: 7,
  edits: [
    {
      replace: "panfrost_mmu_map_fault_addr:return the status",
      by: [follows<HeapFaultLocal, Status>("return 0, whatever has happened", (k) => k.ret(0))],
    },
  ],
};
