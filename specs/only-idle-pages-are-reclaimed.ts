/** The shmem helper purges and evicts only what nobody has pinned, and nobody needs. */
import { witness } from "../checker/properties.ts";
import type { DriverState } from "../model/state.ts";
import { noFault, type Spec } from "./spec.ts";

export const onlyIdlePagesAreReclaimed: Spec = {
  property: noFault("only-idle-pages-are-reclaimed", {
    claim: "No object of the shmem helper is purged or evicted while it is pinned or needed",
    source: "driver.md 11 P23; 9 H17, H20",
    kinds: ["reclaimed-in-use"],
  }),
  witness: witness<DriverState>("an-object-of-the-helper-is-purged", {
    claim: "An object of the shmem helper has been purged",
    each: "shmemObjects",
    reached: ({ shmemObjects }, index) => shmemObjects[index]?.madv === "PURGED",
  }),
  brokenBy: ["scan-does-not-look-at-pins"],
};
