/** The third rule of the policy: a driver that keeps the table for itself. */
import type { Ref } from "../../checker/refs.ts";
import type { Status } from "../machine/errno.ts";
import { follows, step } from "../machine/procedure.ts";
import { writeEntries } from "../shmem-helper/panfrost-mapping.ts";
import type { Patch } from "../machine/patch.ts";

interface MapLocal {
  mapping: Ref<"gpuMappings">;
  sgt?: Ref<"shmemSgts">;
}

export const driverCachesTheTable: Patch = {
  id: "driver-caches-the-table",
  bug: null,
  year: null,
  title: "The driver keeps the table, and maps by it again",
  mechanism:
    "The driver remembers the table that it was given, and does not ask again after an unpin. " +
    "Meanwhile the pages were written out, and the table was freed with them.",
  source: "review of drm/shmem-helper: Change sgt allocation policy, v18, 10 November 2023",
  scenario: "C12-map-pinned",
  caughtBy: "no-use-after-free-of-structs",
  depth: 32,
  edits: [
    {
      before: "panfrost_mmu_map:get the table",
      insert: [
        follows<MapLocal, Status>("is there one from before?", (k) => {
          const { chunkSgt } = k.at(k.at(k.local.mapping).object);
          if (chunkSgt === null) return;
          k.local.sgt = chunkSgt;
          return k.goto("write the entries, and flush");
        }),
      ],
    },
    {
      replace: "panfrost_mmu_map:write the entries, and flush",
      by: [
        step<MapLocal, Status>("write the entries, and flush", (k) => {
          const { mapping } = k.local;
          writeEntries(k, mapping, k.got("sgt"));
          k.at(k.at(mapping).object).chunkSgt = k.got("sgt");
          return k.ret(0);
        }),
      ],
    },
    { remove: "panfrost_gem_free_object:free the table of the chunk" },
  ],
};
