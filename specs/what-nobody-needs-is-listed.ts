/** The list of a driver's shrinker is what nobody needs, each once. */
import { invariant, witness } from "../checker/properties.ts";
import { ref } from "../checker/refs.ts";
import type { DriverState } from "../model/state.ts";
import { needsPins } from "./shmem-policy.ts";
import type { Spec } from "./spec.ts";

export const whatNobodyNeedsIsListed: Spec = {
  property: invariant<DriverState>("what-nobody-needs-is-listed", {
    claim:
      "While nobody changes it, the shrinker's list has every object that nobody needs and no " +
      "other, and what can be reclaimed is where the helper's shrinker looks for it",
    source: "driver.md 11 P21; 9 V5, V9",
    each: "shmemObjects",
    holds: (state, index) => {
      const object = state.shmemObjects[index] ?? null;
      if (object === null || object.lock !== null) return true;
      if (state.fault !== null) return true;
      if (needsPins(state)) {
        if (object.madv === "PURGED") return object.list === null;
        const { useCount, pinCount, exported, evicted, madv } = object;
        const isIdle = useCount.length > 0 && pinCount.length === 0 && !exported;
        return !isIdle || (evicted && madv === "WILLNEED") || object.list === "evictable";
      }
      // The end of an object takes it off the list, whatever it is.
      if (object.refs.length === 0) return true;
      return state.shmemDrivers.every((driver) => {
        if (driver === null || driver.shrinkerLock.lock !== null) return true;
        const entries = driver.shrinkerList.filter((each) => each === ref("shmemObjects", index));
        return entries.length === (object.madv === "DONTNEED" ? 1 : 0);
      });
    },
  }),
  witness: witness<DriverState>("somebody-waits-to-change-the-list", {
    claim: "One process holds the lock of a shrinker's list, and another that of an object on it",
    reached: ({ shmemDrivers, shmemObjects }) =>
      shmemDrivers.some((driver) => {
        if (driver === null || driver.shrinkerList.length === 0) return false;
        const { lock } = driver.shrinkerLock;
        return (
          lock !== null && shmemObjects.some((each) => each?.lock != null && each.lock !== lock)
        );
      }),
  }),
  brokenBy: ["madvise-takes-two-sections", "madvise-adds-again"],
};
