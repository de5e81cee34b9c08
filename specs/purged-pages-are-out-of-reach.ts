/** Users of the drm shmem helper do not reach what has been purged. */
import { invariant, witness } from "../checker/properties.ts";
import { ref } from "../checker/refs.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

export const purgedPagesAreOutOfReach: Spec = {
  property: invariant<DriverState>("purged-pages-are-out-of-reach", {
    claim: "While nobody holds the lock of a purged object, no user has an entry that leads to it",
    source: "driver.md 9 H15, H18; 11 P22",
    each: "shmemObjects",
    holds: ({ shmemObjects, areas, fault }, index) => {
      const object = shmemObjects[index] ?? null;
      if (object === null || object.lock !== null || fault !== null) return true;
      if (object.madv !== "PURGED") return true;
      const cell = ref("shmemObjects", index);
      return areas.every((each) => each?.of !== cell || each.entries === null);
    },
  }),
  witness: witness<DriverState>("a-purged-object-is-mapped", {
    claim: "A user has mapped an object that has been purged",
    each: "shmemObjects",
    reached: ({ shmemObjects, areas }, index) =>
      shmemObjects[index]?.madv === "PURGED" &&
      areas.some((each) => each?.of === ref("shmemObjects", index)),
  }),
  brokenBy: ["purge-leaves-users-mapped"],
};
