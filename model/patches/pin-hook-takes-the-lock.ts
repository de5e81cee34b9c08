/** O44: the hook of an export takes the lock that its caller holds. */
import type { Status } from "../machine/errno.ts";
import { follows } from "../machine/procedure.ts";
import { pin, type UseLocal } from "../shmem-helper/pages.ts";
import type { Patch } from "../machine/patch.ts";

export const pinHookTakesTheLock: Patch = {
  id: "pin-hook-takes-the-lock",
  bug: "O44",
  year: 2024,
  title: "The hook that pins for an export locks the object again",
  mechanism:
    "The core holds the object lock when it calls the hook, and the hook pins by the variant " +
    "that takes the lock. The thread waits for itself.",
  source: "drm: Fix dma_resv deadlock at drm object pin time, April 2024",
  scenario: "C12-export-memory",
  caughtBy: "deadlock",
  depth: 4,
  edits: [
    {
      replace: "panfrost_gem_pin:pin it, unless it is a heap",
      by: [follows<UseLocal, Status>("pin it as anybody does", (k) => k.call(pin, k.local))],
    },
  ],
};
