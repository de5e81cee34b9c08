/**
 * Binding a vma (Linux 6.x, drivers/gpu/drm/i915/i915_vma.c), under vm->mutex. An asynchronous bind
 * only hands the resource to a work, and publishes the work's fence as the exclusive one of the
 * vma. Left out: GLOBAL binds and rebinds with more bits (GGTT), so that a bind always starts from
 * nothing.
 */
import type { Ref } from "../../checker/refs.ts";
import { activeSetExclusive } from "../cells/active.ts";
import { dmaFenceIsSignalled, dmaFencePut } from "../cells/fence.ts";
import { krefGet } from "../cells/holders.ts";
import { objectResv } from "../cells/object.ts";
import { dmaResvIsIdle } from "../cells/reservation.ts";
import { swFenceAwait } from "../cells/sw-fence.ts";
import {
  unbindFenceOf,
  vmaResourceFree,
  vmaResourceGet,
  vmaResourceInit,
} from "../cells/vma-resource.ts";
import { bindFenceOf } from "../cells/works.ts";
import type { Status } from "../machine/errno.ts";
import type { Machine } from "../machine/machine.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { bindVma } from "./bind-work.ts";

export interface BindLocal {
  vma: Ref<"vmas">;
  /** null: a synchronous bind. */
  work: Ref<"bindWorks"> | null;
  /** The resource to use; consumed on every path. */
  resource: Ref<"vmaResources">;
  /** How many of the pending unbinds have been looked at. */
  seen?: number;
}

/** The pending unbinds that overlap the range of a vma, oldest first. */
export function pendingUnbinds(k: Machine, vma: Ref<"vmas">): Ref<"vmaResources">[] {
  const { vm, node } = k.at(vma);
  return k.at(vm).pendingUnbind.filter((resource) => k.at(resource).slot === node);
}

export const vmaBind: Procedure<BindLocal, Status> = procedure(
  "i915_vma_bind",
  "driver.md 6.3; i915_vma.c",
  [
    follows(
      "is it bound already?",
      (k) => {
        const { bound } = k.at(k.local.vma);
        if (bound) {
          vmaResourceFree(k, k.local.resource);
          return k.ret(0);
        }
        if (k.local.work === null) return k.goto("wait for the pending unbinds");
        k.local.seen = 0;
      },
      "D0",
    ),
    step(
      "await the next pending unbind",
      (k) => {
        const resource = pendingUnbinds(k, k.local.vma)[k.got("seen")];
        if (resource === undefined) return k.goto("initialise the vma resource");
        const fence = unbindFenceOf(resource);
        if (!dmaFenceIsSignalled(k, fence)) {
          if (k.fails("-ENOMEM", "nowait")) return k.goto("or wait for it");
          if (k.local.work !== null) swFenceAwait(k, k.local.work, fence);
        }
        k.local.seen = k.got("seen") + 1;
        return k.goto("await the next pending unbind");
      },
      "D1a",
    ),
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
      "initialise the vma resource",
      (k) => {
        delete k.local.seen;
        const vma = k.at(k.local.vma);
        const { rsgt } = k.at(vma.object);
        const { vm, pages } = vma;
        const slot = vma.node ?? 0;
        vmaResourceInit(k, k.local.resource, { vma: k.local.vma, vm, slot, pages, rsgt });
        vma.resource = k.local.resource;
        if (k.local.work === null) return k.goto("wait for the moving fence");
      },
      "D2",
    ),
    follows(
      "hand the resource to the work",
      (k) => {
        const work = k.got("work");
        vmaResourceGet(k, k.local.resource, work);
        k.at(work).resource = k.local.resource;
      },
      "D3",
    ),
    step(
      "publish the bind fence",
      (k) => {
        const work = k.got("work");
        const previous = activeSetExclusive(k, k.local.vma, bindFenceOf(work));
        k.at(k.local.resource).bind = "pending";
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
    step("write the page-table entries", (k) => bindVma(k, k.local.resource), "D5"),
    follows(
      "set the bind bits",
      (k) => {
        k.at(k.local.vma).bound = true;
        return k.ret(0);
      },
      "D6",
    ),
  ],
);
