/** The end of a buffer object as it is for want of memory, always. */
import type { Patch } from "../machine/patch.ts";

export const releaseWaitsForTheGpu: Patch = {
  id: "release-waits-for-the-gpu",
  bug: null,
  year: null,
  title: "Whoever drops the last reference waits until the reservation is idle",
  mechanism:
    "A released object gets no reservation of its own, so that its worker has nothing to wait " +
    "for in its stead. Whoever drops the last reference sleeps until all that share the " +
    "reservation are idle.",
  source: "driver.md 5 B11 2; ttm_bo.c ttm_bo_individualize_resv()",
  scenario: "C2-shared",
  caughtBy: "what-may-be-left-to-fences",
  depth: 4,
  edits: [{ remove: "ttm_bo_release:get a reservation of its own" }],
};
