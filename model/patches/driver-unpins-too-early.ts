/** The second rule of the policy: pages stay pinned as long as their table is used. */
import type { Ref } from "../../checker/refs.ts";
import type { Status } from "../machine/errno.ts";
import type { Patch } from "../machine/patch.ts";
import { follows, step } from "../machine/procedure.ts";
import { unpin } from "../shmem-helper/pages.ts";
import { writeEntries } from "../shmem-helper/panfrost-mapping.ts";

interface MapLocal {
  mapping: Ref<"gpuMappings">;
  sgt?: Ref<"shmemSgts">;
}

export const driverUnpinsTooEarly: Patch = {
  id: "driver-unpins-too-early",
  bug: null,
  year: null,
  title: "The driver unpins the pages as soon as it has their table",
  mechanism:
    "The driver pins the pages to get their table, and unpins them before it writes the entries. " +
    "The shrinker takes the pages, and the table with them, while the driver reads it.",
  source: "review of drm/shmem-helper: Change sgt allocation policy, v18, 10 November 2023",
  scenario: "C12-map-pinned",
  caughtBy: "no-stale-table-survives",
  depth: 10,
  edits: [
    {
      replace: "panfrost_mmu_map:write the entries, and flush",
      by: [
        follows<MapLocal, Status>("unpin the object", (k) => {
          const { mapping } = k.local;
          return k.call(unpin, { object: k.at(mapping).object, holder: mapping });
        }),
        step<MapLocal, Status>("write the entries all the same", (k) => {
          writeEntries(k, k.local.mapping, k.got("sgt"));
          return k.ret(0);
        }),
      ],
    },
  ],
};
