/** A job that looks at the bind of its vma, and not at what else is done to the object. */
import type { Patch } from "../machine/patch.ts";

export const jobDoesNotAwaitTheObject: Patch = {
  id: "job-does-not-await-the-object",
  bug: null,
  year: null,
  title: "A job does not wait for the fences of its object",
  mechanism:
    "The request awaits the bind of the vma, and with it the moves before the bind, but not the " +
    "reservation of the object. A copy into the object, which moves nothing and unbinds nothing, " +
    "still runs when the job starts.",
  source: "driver.md 6.10 4; i915_gem_execbuffer.c eb_move_to_gpu()",
  scenario: "C8-copy-exec",
  caughtBy: "jobs-and-blits-take-turns",
  depth: 19,
  edits: [{ remove: "i915_gem_do_execbuffer:await the fences of the object" }],
};
