/** The first rule of the policy is broken by the driver. */
import type { Status } from "../machine/errno.ts";
import { follows } from "../machine/procedure.ts";
import type { Patch } from "../machine/patch.ts";

export const driverDoesNotPin: Patch = {
  id: "driver-does-not-pin",
  bug: null,
  year: null,
  title: "The driver asks for a table of pages that it has not pinned",
  mechanism:
    "The driver maps the object for the GPU without pinning it first. The table is made of " +
    "pages that the shrinker may write out at any time.",
  source: "review of drm/shmem-helper: Change sgt allocation policy, v18, 10 November 2023",
  scenario: "C12-map-pinned",
  caughtBy: "tables-are-made-of-pinned-pages",
  depth: 6,
  edits: [
    { remove: "panfrost_mmu_map:pin the object" },
    { remove: "panfrost_mmu_map:is it pinned?" },
    {
      replace: "panfrost_mmu_unmap:it is inactive, and the object need not be pinned for it",
      by: [
        follows<{ mapping: `gpuMappings:${number}` }, Status>("it is inactive", (k) => {
          k.at(k.local.mapping).active = false;
        }),
      ],
    },
  ],
};
