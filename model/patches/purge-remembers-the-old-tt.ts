/** The file that is closed belongs to the tt from before the gutting. */
import { fput } from "../cells/shmem-file.ts";
import type { Status } from "../machine/errno.ts";
import type { Patch } from "../machine/patch.ts";
import { follows, step } from "../machine/procedure.ts";
import type { PurgeLocal } from "../procedures/purge.ts";

interface Local extends PurgeLocal {
  old?: `tts:${number}` | null;
}

export const purgeRemembersTheOldTt: Patch = {
  id: "purge-remembers-the-old-tt",
  bug: null,
  year: null,
  title: "A purge closes the file of the tt that it found first",
  mechanism:
    "The purge looks the tt up before the gutting, which may create or replace it. An object in " +
    "local memory has none, so that the file of a NULL tt is closed.",
  source: "driver.md 5 B7; drm/i915/gem: fix a stale tt pointer in i915_ttm_purge(), 2026",
  scenario: "C9-purge-local",
  caughtBy: "no-use-after-free-of-structs",
  depth: 13,
  edits: [
    {
      after: "i915_ttm_purge:is it purged already?",
      insert: [
        follows<Local, Status>("look up the tt", (k) => {
          k.local.old = k.at(k.at(k.local.object).bo).tt;
        }),
      ],
    },
    {
      replace: "i915_ttm_purge:truncate and close the file",
      by: [
        step<Local, Status>("truncate and close the file", (k) => {
          if (k.at(k.at(k.local.object).bo).tt === null) return;
          const old = k.at(k.got("old"));
          if (old.filp !== null) fput(k, old.filp);
          old.filp = null;
        }),
      ],
    },
  ],
};
