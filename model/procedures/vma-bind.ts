/**
 * Binding a vma (Linux 6.x, drivers/gpu/drm/i915/i915_vma.c), under vm->mutex. An asynchronous bind
 * only hands the resource to a work, and publishes the work's fence as the exclusive one of the
 * vma. A bind of more bits uses the resource that is there.
 */
import type { Ref } from "../../checker/refs.ts";
import { activeSetExclusive } from "../cells/active.ts";
import { addBits, missingBits, shareBits, type BindBits } from "../cells/bind-bits.ts";
import { dmaFenceIsSignalled, dmaFencePut } from "../cells/fence.ts";
import { asyncBitsOf } from "../cells/ggtt.ts";
import { bindEntries, noteBindings } from "../cells/entries.ts";
import { krefGet } from "../cells/holders.ts";
import { assertHeld } from "../cells/lock.ts";
import { objectResv } from "../cells/object.ts";
import { dmaResvIsIdle } from "../cells/reservation.ts";
import { swFenceAwait } from "../cells/sw-fence.ts";
import {
  unbindFenceOf,
  vmaResourceFree,
  vmaResourceGet,
  vmaResourceInit,
  type VmaResource,
} from "../cells/vma-resource.ts";
import { bindFenceOf } from "../cells/works.ts";
import type { Status } from "../machine/errno.ts";
import type { Machine } from "../machine/machine.ts";
import { follows, procedure, step, type Procedure, type Step } from "../machine/procedure.ts";

export interface BindLocal {
  vma: Ref<"vmas">;
  /** Which bindings to make; from D0 on, those that are missing. */
  bits: BindBits;
  /** null: a synchronous bind. */
  work: Ref<"bindWorks"> | null;
  /** The resource to use, consumed on every path; null: that of the vma, which is bound already. */
  resource: Ref<"vmaResources"> | null;
  /** One that a bind of more bits turned out not to need. */
  spare?: Ref<"vmaResources"> | null;
  /** Which bindings its resource was noted to have when the entries were written. */
  boundFlags?: BindBits | null;
  /** How many of the pending unbinds have been looked at. */
  seen?: number;
}

/**
 * The pending unbinds that overlap the range of a vma, oldest first. Kernel:
 * i915_vma_resource_color_adjust_range() and the interval tree.
 */
export function pendingUnbinds(
  k: Machine,
  vma: Ref<"vmas">,
  rangeOf: RangeOf = searchRange,
  guardOf: GuardOf = wholeGuard,
): Ref<"vmaResources">[] {
  const { vm } = k.at(vma);
  const range = rangeOf(k, vma);
  return k.at(vm).pendingUnbind.filter((resource) => {
    const { slot } = k.at(resource);
    const guard = guardOf(k.at(resource));
    return slot + guard >= range.first && slot - guard <= range.last;
  });
}

/** The pages that a bind looks for pending unbinds in. */
type RangeOf = (k: Machine, vma: Ref<"vmas">) => { first: number; last: number };
/** How many pages on each side of its own a pending unbind stands for. */
type GuardOf = (resource: VmaResource) => number;

const wholeGuard: GuardOf = ({ guard }) => guard;

/**
 * The node of a vma, and one page more on each side where nodes have colours: those pages are free,
 * but the last node in them may not have been unbound yet (driver.md 6.4).
 */
function searchRange(k: Machine, vma: Ref<"vmas">): { first: number; last: number } {
  const { vm, node, guard } = k.at(vma);
  const colour = k.at(vm).hasColouring ? 1 : 0;
  const page = node ?? 0;
  return { first: Math.max(0, page - guard - colour), last: page + guard + colour };
}

/** D0, as a step of its own for a patch from before anybody asserted that vm->mutex is held. */
export function lookForBindings(assertMutex: typeof assertHeld | null): Step<BindLocal, Status> {
  return follows(
    "is it bound already?",
    (k) => {
      const { bound, vm } = k.at(k.local.vma);
      assertMutex?.(k, vm, k.at(vm));
      const bits = missingBits(bound, k.local.bits);
      if (bits === 0) {
        vmaResourceFree(k, k.local.resource);
        return k.ret(0);
      }
      k.local.bits = bits;
      if (!shareBits(bits, asyncBitsOf(k.at(vm)))) k.local.work = null;
      if (k.local.work === null) return k.goto("wait for the pending unbinds");
      k.local.seen = 0;
    },
    "D0",
  );
}

/** D1a, as a step of its own for patches that look in another range. */
export function awaitPendingUnbinds(rangeOf?: RangeOf, guardOf?: GuardOf): Step<BindLocal, Status> {
  return step(
    "await the next pending unbind",
    (k) => {
      const resource = pendingUnbinds(k, k.local.vma, rangeOf, guardOf)[k.got("seen")];
      if (resource === undefined) return k.goto("is there a resource already?");
      const fence = unbindFenceOf(resource);
      if (!dmaFenceIsSignalled(k, fence)) {
        if (k.fails("-ENOMEM", "nowait")) return k.goto("or wait for it");
        if (k.local.work !== null) swFenceAwait(k, k.local.work, fence);
      }
      k.local.seen = k.got("seen") + 1;
      return k.goto("await the next pending unbind");
    },
    "D1a",
  );
}

export const vmaBind: Procedure<BindLocal, Status> = procedure(
  "i915_vma_bind",
  "driver.md 6.3; i915_vma.c",
  [
    lookForBindings(assertHeld),
    awaitPendingUnbinds(),
    step(
      "or wait for it",
      (k) => {
        const resource = pendingUnbinds(k, k.local.vma)[k.got("seen")];
        if (resource !== undefined && !dmaFenceIsSignalled(k, unbindFenceOf(resource))) {
          if (!k.interrupted()) return k.wait();
          vmaResourceFree(k, k.local.resource);
          return k.ret("-ERESTARTSYS");
        }
        k.local.seen = k.got("seen") + 1;
        return k.goto("await the next pending unbind");
      },
      "D1a",
    ),
    step(
      "wait for the pending unbinds",
      (k) => {
        const fences = pendingUnbinds(k, k.local.vma).map(unbindFenceOf);
        if (fences.every((fence) => dmaFenceIsSignalled(k, fence))) return;
        if (!k.interrupted()) return k.wait();
        vmaResourceFree(k, k.local.resource);
        return k.ret("-ERESTARTSYS");
      },
      "D1b",
    ),
    follows(
      "is there a resource already?",
      (k) => {
        delete k.local.seen;
        const { resource } = k.at(k.local.vma);
        if (resource === null && k.local.resource !== null) {
          return k.goto("initialise the vma resource");
        }
        k.local.spare = k.local.resource;
        k.local.resource = resource;
      },
      "D2",
    ),
    follows(
      "free the spare resource",
      (k) => {
        vmaResourceFree(k, k.local.spare ?? null);
        delete k.local.spare;
        return k.goto(
          k.local.work === null ? "wait for the moving fence" : "hand the resource to the work",
        );
      },
      "D2",
    ),
    follows(
      "initialise the vma resource",
      (k) => {
        const vma = k.at(k.local.vma);
        const resource = k.got("resource");
        const { rsgt } = k.at(vma.object);
        const { vm, pages, guard } = vma;
        const info = { vma: k.local.vma, vm, slot: vma.node ?? 0, guard, pages, rsgt };
        vmaResourceInit(k, resource, info);
        vma.resource = resource;
        if (k.local.work === null) return k.goto("wait for the moving fence");
      },
      "D2",
    ),
    follows(
      "hand the resource to the work",
      (k) => {
        const work = k.got("work");
        const resource = k.got("resource");
        vmaResourceGet(k, resource, work);
        k.at(work).resource = resource;
        k.at(work).bits = k.local.bits;
      },
      "D3",
    ),
    step(
      "publish the bind fence",
      (k) => {
        const work = k.got("work");
        const previous = activeSetExclusive(k, k.local.vma, bindFenceOf(work));
        k.at(k.got("resource")).bind = "pending";
        if (previous === null) return;
        swFenceAwait(k, work, previous);
        dmaFencePut(k, previous, k.self);
      },
      "D3",
    ),
    follows(
      "enable the work",
      (k) => {
        k.at(bindFenceOf(k.got("work"))).error = 0;
      },
      "D3",
    ),
    follows(
      "let the work hold the object",
      (k) => {
        const work = k.got("work");
        const { object } = k.at(k.local.vma);
        krefGet(k, object, k.at(object), work);
        k.at(work).object = object;
        return k.goto("set the bind bits");
      },
      "D3",
    ),
    step(
      "wait for the moving fence",
      (k) => {
        const vma = k.at(k.local.vma);
        const isIdle = dmaResvIsIdle(k, objectResv(k, vma.object), "KERNEL");
        if (isIdle && !k.at(vma.object).unknownState) return;
        if (!isIdle && !k.interrupted()) return k.wait();
        vmaResourceFree(k, vma.resource);
        vma.resource = null;
        return k.ret(isIdle ? "-EIO" : "-ERESTARTSYS");
      },
      "D4",
    ),
    step(
      "write the page-table entries",
      (k) => {
        const resource = k.got("resource");
        k.local.boundFlags = bindEntries(k, resource, k.local.bits);
        // A work may be binding other bits of the same resource.
        if (k.at(resource).bind === "none") k.at(resource).bind = "done";
        if (k.local.boundFlags === null) return k.goto("set the bind bits");
      },
      "D5",
    ),
    // Not atomic: a work of LOCAL may be doing the same.
    step(
      "note which bindings there are",
      (k) => {
        noteBindings(k, k.got("resource"), [k.local.boundFlags ?? 0, k.local.bits]);
      },
      "D5",
    ),
    follows(
      "set the bind bits",
      (k) => {
        const vma = k.at(k.local.vma);
        vma.bound = addBits(vma.bound, k.local.bits);
        return k.ret(0);
      },
      "D6",
    ),
  ],
);
