/**
 * A page-table entry is written or cleared while the fence that stands for it has yet to signal.
 */
import { stepProperty, witness } from "../checker/properties.ts";
import { indexOf, type Ref } from "../checker/refs.ts";
import {
  GLOBAL_BIND,
  LOCAL_BIND,
  missingBits,
  shareBits,
  type BindBits,
} from "../model/cells/bind-bits.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

/**
 * Whether a work that makes some of these bindings may write now; a synchronous bind has no work.
 */
function mayWrite(state: DriverState, resource: Ref<"vmaResources">, bits: BindBits): boolean {
  return state.bindWorks.every(
    (work, index) =>
      work?.resource !== resource ||
      !shareBits(work.bits, bits) ||
      (work.chain.pending === 0 && state.bindFences[index]?.signalled === false),
  );
}

/**
 * What an entry of a resource stands for. In a ppGTT, behind a GGTT or not, that is LOCAL; and
 * in a GGTT with one behind it, GLOBAL; in one without, the first bind has written it.
 */
function newBits(
  vm: number,
  resource: Ref<"vmaResources">,
  [before, after]: readonly [DriverState, DriverState],
): BindBits {
  const ggtt = after.vms[vm]?.ggtt;
  if (ggtt !== undefined && ggtt.alias !== null) return GLOBAL_BIND;
  const [old, now] = [before, after].map(
    ({ vmaResources }) => vmaResources[indexOf(resource)]?.boundFlags ?? 0,
  );
  return missingBits(old ?? 0, now ?? 0) || LOCAL_BIND;
}

function mayClear(state: DriverState, resource: Ref<"vmaResources">): boolean {
  const index = indexOf(resource);
  return (
    state.vmaResources[index]?.chain.pending === 0 && state.unbindFences[index]?.signalled === false
  );
}

export const entriesChangeWithinTheirWork: Spec = {
  property: stepProperty<DriverState>("entries-change-within-their-work", {
    claim:
      "An entry is written or cleared after all that its bind or unbind depends on, and before " +
      "the fence of that signals",
    source: "driver.md 11 P5",
    holds: (before, after) =>
      after.pageTables.every((table, vm) =>
        (table?.entries ?? []).every((entry, slot) => {
          const old = before.pageTables[vm]?.entries[slot] ?? null;
          if (entry?.resource === old?.resource) return true;
          if (entry !== null) {
            const bits = newBits(vm, entry.resource, [before, after]);
            return mayWrite(before, entry.resource, bits);
          }
          return old === null || mayClear(before, old.resource);
        }),
      ),
  }),
  witness: witness<DriverState>("an-unbind-is-queued-with-entries", {
    claim: "The entries of a binding are still there, and its unbind is in the tree",
    each: "vms",
    reached: ({ vms, pageTables }, index) =>
      vms[index]?.pendingUnbind.some((resource) =>
        pageTables[index]?.entries.some((entry) => entry?.resource === resource),
      ) ?? false,
  }),
  brokenBy: ["entries-are-cleared-after-the-signal"],
};
