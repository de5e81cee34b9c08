/** The tables of an object tell where its memory is now. */
import { invariant, witness } from "../checker/properties.ts";
import { at } from "../checker/refs.ts";
import type { Bo } from "../model/cells/bo.ts";
import type { GemObject } from "../model/cells/object.ts";
import type { MemoryRef } from "../model/cells/sgt.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

/** Where a buffer object has its contents: in a block, or in the pages of its tt. */
function memoryOf(state: DriverState, bo: Bo): MemoryRef | null {
  const resource = bo.resource === null ? null : at(state, bo.resource);
  if (resource === null) return null;
  return resource.block ?? (bo.tt === null ? null : (at(state, bo.tt)?.pages ?? null));
}

function pagesMatch(state: DriverState, object: GemObject, bo: Bo): boolean {
  const { pages, rsgt, backing } = object;
  if (backing === "plain shmem") {
    return rsgt === null && (pages === null || at(state, pages)?.table != null);
  }
  if (pages !== rsgt) return false;
  if (pages === null) return true;
  const table = at(state, pages)?.table;
  return table != null && table === memoryOf(state, bo);
}

export const tablesDescribeTheMemory: Spec = {
  property: invariant<DriverState>("tables-describe-the-memory", {
    claim: "While nobody holds its lock, an object's tables describe its memory as it is now",
    source: "driver.md 11 P19",
    each: "objects",
    holds: (state, index) => {
      const object = state.objects[index] ?? null;
      const bo = object === null ? null : at(state, object.bo);
      if (object === null || bo === null || at(state, bo.resv)?.lock !== null) return true;
      const { cachedIoRsgt } = object;
      const cached = cachedIoRsgt === null ? null : at(state, cachedIoRsgt)?.table;
      if (cachedIoRsgt !== null && (cached == null || cached !== memoryOf(state, bo))) return false;
      return pagesMatch(state, object, bo);
    },
  }),
  witness: witness<DriverState>("an-object-without-tables", {
    claim: "An object that somebody refers to, and nobody works with, is nowhere without tables",
    each: "objects",
    reached: (state, index) => {
      const object = state.objects[index] ?? null;
      const bo = object === null ? null : at(state, object.bo);
      if (object === null || bo === null || object.backing === "plain shmem") return false;
      if (object.refs.length === 0) return false;
      return bo.resource === null && object.pages === null && at(state, bo.resv)?.lock === null;
    },
  }),
  brokenBy: ["purge-keeps-the-cached-table"],
};
