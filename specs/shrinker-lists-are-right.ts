/** The shrinker's lists hold who is alive, can be shrunk, and is on the right one. */
import { invariant, witness } from "../checker/properties.ts";
import { at } from "../checker/refs.ts";
import type { Bo } from "../model/cells/bo.ts";
import type { GemObject } from "../model/cells/object.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

/** Whether pages are in shmem, and somebody could still raise the count of the object. */
function isReclaimable(state: DriverState, { backing, refs }: GemObject, { tt }: Bo): boolean {
  if (backing !== "shmem" || tt === null || refs.length === 0) return false;
  return at(state, tt)?.filp != null && at(state, tt)?.pages != null;
}

export const shrinkerListsAreRight: Spec = {
  property: invariant<DriverState>("shrinker-lists-are-right", {
    claim:
      "Only objects with references join a list of the shrinker, only shrinkable ones are on " +
      "one, and it is the one that their madv asks for while nobody holds their lock",
    source: "driver.md 11 P21",
    each: "objects",
    holds: (state, index) => {
      if (state.fault?.kind === "listed-while-dying") return false;
      const object = state.objects[index] ?? null;
      const bo = object === null ? null : at(state, object.bo);
      if (object === null || bo === null || at(state, bo.resv)?.lock !== null) return true;
      const { madv, shrinkList, shrinkable, backing } = object;
      if (!shrinkable) return shrinkList === null && !isReclaimable(state, object, bo);
      // A dying one stays there until its struct goes: nobody can raise its count any more.
      if (backing === "shmem" && bo.tt === null && object.refs.length > 0) return false;
      return shrinkList === (madv === "WILLNEED" ? "shrink" : "purge");
    },
  }),
  witness: witness<DriverState>("an-object-waits-to-be-purged", {
    claim: "An object that nobody needs has pages, and is on the purge list",
    each: "objects",
    reached: ({ objects }, index) =>
      objects[index]?.shrinkList === "purge" && objects[index].madv === "DONTNEED",
  }),
  brokenBy: ["dying-objects-join-the-shrinker", "madvise-looks-at-pages-only"],
};
