/** An exit that does not release what was taken. */
import type { Patch } from "../machine/patch.ts";

export const madviseKeepsTheMappingsLocked: Patch = {
  id: "madvise-keeps-the-mappings-locked",
  bug: null,
  year: null,
  title: "An ioctl returns with a lock held",
  mechanism:
    "The ioctl that gives an object up does not unlock its mappings. Whoever wants them next " +
    "waits for ever; if nobody does, the lock is still held when all have ended.",
  source: "driver.md 9 V5; 11 P26",
  scenario: "C12-export",
  caughtBy: "locks-are-released",
  depth: 15,
  edits: [{ remove: "panfrost_ioctl_madvise:unlock the mappings" }],
};
