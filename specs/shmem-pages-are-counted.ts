/** The counts of the shmem helper say what its objects have, whenever nobody holds their lock. */
import { invariant, witness } from "../checker/properties.ts";
import { at, indexOf, ref } from "../checker/refs.ts";
import type { Holder } from "../model/cells/holders.ts";
import { pinHold, sgtHold, vmapHold, type ShmemObject } from "../model/shmem-helper/cells.ts";
import type { DriverState } from "../model/state.ts";
import { needsPins } from "./shmem-policy.ts";
import type { Spec } from "./spec.ts";

/** Whether what the GPU has mapped of an object is kept for it, in the way of the policy. */
function mappingsAreKept(state: DriverState, object: ShmemObject): boolean {
  return object.mappings.every((each) => {
    const mapping = at(state, each);
    // Nobody changes what is listed but with the list locked.
    const mayDiffer = object.isHeap || object.mappingsLock.lock !== null;
    if (!mayDiffer && mapping?.active !== mapping?.hasNode) return false;
    if (mapping?.active !== true) return mayDiffer || object.madv === "PURGED";
    if (needsPins(state)) return object.pinCount.length > 0;
    return (object.isHeap ? object.chunkSgt : object.sgt) !== null;
  });
}

/** Whether each count has who is counted elsewhere, and nobody twice. */
function countsAgree(state: DriverState, index: number, object: ShmemObject): boolean {
  const { useCount, pinCount, vmapCount, vaddr, sgt } = object;
  const cell = ref("shmemObjects", index);
  const isOnce = (holders: readonly Holder[], holder: Holder, wanted: boolean): boolean =>
    holders.filter((each) => each === holder).length === (wanted ? 1 : 0);
  const hasOwnTable = sgt !== null && at(state, sgt)?.pages !== null;
  return (
    new Set(useCount).size === useCount.length &&
    isOnce(useCount, pinHold(cell), pinCount.length > 0) &&
    isOnce(useCount, sgtHold(cell), hasOwnTable && !needsPins(state)) &&
    isOnce(pinCount, vmapHold(cell), vmapCount.length > 0) &&
    (vaddr !== null) === vmapCount.length > 0
  );
}

export const shmemPagesAreCounted: Spec = {
  property: invariant<DriverState>("shmem-pages-are-counted", {
    claim:
      "Pages have users, and users have pages unless these are written out or purged; what is " +
      "pinned has both; a table has pages; what the GPU has mapped has a table, or pins; pins, " +
      "tables and mappings for the kernel are each counted once",
    source: "driver.md 11 P23",
    each: "shmemObjects",
    holds: (state, index) => {
      const object = state.shmemObjects[index] ?? null;
      if (object === null || object.lock !== null || state.fault !== null) return true;
      const { pages, useCount, pinCount, sgt, evicted, madv } = object;
      const mayLackPages = needsPins(state) && (evicted || madv === "PURGED");
      if (pages !== null ? useCount.length === 0 : useCount.length > 0 && !mayLackPages)
        return false;
      if (pinCount.length > 0 && (useCount.length === 0 || pages === null)) return false;
      const isForeign = sgt !== null && state.shmemSgts[indexOf(sgt)]?.pages === null;
      if (sgt !== null && pages === null && !isForeign) return false;
      return countsAgree(state, index, object) && mappingsAreKept(state, object);
    },
  }),
  witness: witness<DriverState>("pages-have-two-kinds-of-users", {
    claim: "Pages of the shmem helper are pinned, and used by somebody else as well",
    each: "shmemObjects",
    reached: ({ shmemObjects }, index) => {
      const object = shmemObjects[index] ?? null;
      return object !== null && object.pinCount.length > 0 && object.useCount.length > 1;
    },
  }),
  brokenBy: [
    "table-keeps-no-pages",
    "purge-leaves-the-gpu-mapped",
    "table-is-built-without-the-lock",
    "failed-vmap-stays-pinned",
  ],
};
