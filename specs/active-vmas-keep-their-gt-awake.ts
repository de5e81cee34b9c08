/** Whoever relies on a GT being idle must not meet a vma that is still in use, on whatever GT. */
import { invariant, witness } from "../checker/properties.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

export const activeVmasKeepTheirGtAwake: Spec = {
  property: invariant<DriverState>("active-vmas-keep-their-gt-awake", {
    claim: "While the GT that a vma closes on is asleep, or parks, no vma is active",
    source: "driver.md 11 P27",
    each: "gts",
    holds: ({ gts, actives }, index) => {
      const gt = gts[index] ?? null;
      if (index > 0 || gt === null || gt.wakerefs.length > 0) return true;
      return actives.every((active) => (active?.count ?? 0) === 0);
    },
  }),
  witness: witness<DriverState>("a-gt-parks-with-closed-vmas", {
    claim: "The last wakeref of a GT is dropped while some vma is closed",
    each: "gts",
    reached: ({ gts }, index) => {
      const gt = gts[index] ?? null;
      return gt !== null && gt.lock !== null && gt.wakerefs.length === 0 && gt.closed.length > 0;
    },
  }),
  brokenBy: ["active-vma-lets-the-gt-sleep"],
};
