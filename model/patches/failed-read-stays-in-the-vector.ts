/** O47: the page array of a heap keeps an error pointer. */
import type { Status } from "../machine/errno.ts";
import { follows } from "../machine/procedure.ts";
import type { HeapFaultLocal } from "../shmem-helper/panfrost-job.ts";
import type { Patch } from "../machine/patch.ts";

export const failedReadStaysInTheVector: Patch = {
  id: "failed-read-stays-in-the-vector",
  bug: "O47",
  year: 2023,
  title: "A page that cannot be read leaves an error pointer in the vector",
  mechanism:
    "When the read of a page of a heap fails, its error pointer is left in the array of " +
    "pages. The end of the object puts it as if it were a page.",
  source: "764a2ab9eb56, drm/panfrost: Fix error handling in page fault, 2021 and 2023",
  scenario: "C12-heap-memory",
  caughtBy: "no-use-after-free-of-structs",
  depth: 15,
  edits: [
    {
      replace: "panfrost_mmu_map_fault_addr:read the missing pages of the chunk",
      by: [
        follows<HeapFaultLocal, Status>("read the missing pages of the chunk", (k) => {
          const { pages } = k.at(k.got("object"));
          if (pages === null) return;
          const { slots } = k.at(pages);
          for (const [index, slot] of slots.entries()) {
            if (slot !== "none") continue;
            slots[index] = k.fails("-ENOMEM") ? "error" : "page";
            if (slots[index] !== "error") continue;
            k.local.status = "-ENOMEM";
            return k.goto("unlock the object");
          }
        }),
      ],
    },
  ],
};
