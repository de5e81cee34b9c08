/**
 * Error capture (Linux 6.x, drivers/gpu/drm/i915/i915_gpu_error.c) and the reset that follows it:
 * the bindings of a request are all held first, then copied one by one, and let go of. What is read
 * is the table that a binding was made from, never the vma as it is now. Left out: the GGTT slot
 * through which pages are read, and everything that is saved besides memory.
 */
import type { Ref } from "../../checker/refs.ts";
import { dmaFenceGet, dmaFenceIsSignalled, dmaFenceSetError } from "../cells/fence.ts";
import { requestFenceOf, requestPut, userTimeline } from "../cells/request.ts";
import { readTable, touchMemory } from "../cells/sgt.ts";
import { vmaResourceGet, vmaResourceHold, vmaResourcePut } from "../cells/vma-resource.ts";
import type { Status } from "../machine/errno.ts";
import type { Machine } from "../machine/machine.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { vmaResourceUnhold } from "./unbind-work.ts";

export interface CaptureLocal {
  /** The request is hung: it does not complete while it is captured, and is reset then. */
  hung: boolean;
  /** A vma that is pinned for the context; null: none is looked at. */
  contextImage: Ref<"vmas"> | null;
  request?: Ref<"requests">;
  /** All that should be held, until it is. */
  wanted?: Ref<"vmaResources">[];
  /** Still to be held, in order. */
  left?: Ref<"vmaResources">[];
  /** The capture list: held, the last one first. */
  held?: Ref<"vmaResources">[];
}

/** The request that the engine is at, if it has one. */
function runningRequest(k: Machine): Ref<"requests"> | undefined {
  return k.at(userTimeline).queue.find((request) => {
    const isDone = dmaFenceIsSignalled(k, requestFenceOf(request));
    return k.at(request).state === "running" && !isDone;
  });
}

/** Holds a binding and puts it on the capture list; false: it is too late, or memory is short. */
export function captureSnapshot(
  k: Machine,
  local: CaptureLocal,
  resource: Ref<"vmaResources">,
): boolean {
  if (!vmaResourceHold(k, resource, k.self)) return false;
  k.at(k.self).signalling = true;
  vmaResourceGet(k, resource, k.self);
  local.held = [resource, ...(local.held ?? [])];
  return true;
}

/**
 * What can be held still, though it was to be captured, was left out for want of memory. An
 * assertion: where nothing was to be captured, it looks at nothing.
 */
function assertCaptured(k: Machine, { wanted = [], held = [] }: CaptureLocal): void {
  const isForgotten = (each: Ref<"vmaResources">): boolean =>
    !held.includes(each) && k.at(each).holds.length > 0;
  const forgotten = wanted.find(isForgotten);
  if (forgotten === undefined || k.state.injections.taken.length > 0) return;
  k.fault("promise-broken", forgotten, "is not captured");
}

export const captureErrorState: Procedure<CaptureLocal, Status> = procedure(
  "i915_capture_error_state",
  "driver.md 8; i915_gpu_error.c",
  [
    step("find the running request", (k) => {
      const request = runningRequest(k);
      if (request === undefined) return k.ret(0);
      dmaFenceGet(k, requestFenceOf(request), k.self);
      if (k.local.hung) k.at(request).hung = true;
      k.local.request = request;
      k.local.left = k.at(request).captures.slice();
      k.local.wanted = k.local.left.slice();
      k.local.held = [];
    }),
    step("hold the next binding of the request", (k) => {
      const [resource, ...left] = k.got("left");
      if (resource === undefined) return k.goto("look at the image of the context");
      k.local.left = left;
      // An item of the capture list, from reserves: others wait for the request to complete.
      if (!k.fails("-ENOMEM", "nowait")) captureSnapshot(k, k.local, resource);
      if (left.length > 0) return k.goto("hold the next binding of the request");
    }),
    follows("look at the image of the context", (k) => {
      assertCaptured(k, k.local);
      delete k.local.wanted;
      delete k.local.left;
      if (k.local.contextImage === null) return k.goto("copy the memory of the next binding");
    }),
    step("is it still pinned?", (k) => {
      const { pins } = k.at(k.got("contextImage"));
      if (pins.length === 0) return k.goto("copy the memory of the next binding");
    }),
    step("hold the image of the context", (k) => {
      const { resource } = k.at(k.got("contextImage"));
      if (resource === null || k.fails("-ENOMEM", "nowait")) {
        return k.goto("copy the memory of the next binding");
      }
      captureSnapshot(k, k.local, resource);
    }),
    follows("is it on the list?", (k) => {
      const contextImage = k.got("contextImage");
      const { pins, resource } = k.at(contextImage);
      if (pins.length === 0 || resource === null || k.got("held").includes(resource)) return;
      k.fault("pinned-but-not-held", contextImage, "is pinned, and is not captured");
    }),
    step("copy the memory of the next binding", (k) => {
      const [resource] = k.got("held");
      if (resource === undefined) return k.goto("reset the request");
      const { pages } = k.at(resource);
      if (pages === null) return k.fault("null-pointer", resource, "is captured without pages");
      touchMemory(k, readTable(k, pages));
    }),
    follows("let go of the binding", (k) => {
      const [resource, ...held] = k.got("held");
      // Sections nest: the one that the first hold has begun ends with the last on the list.
      k.at(k.self).signalling = held.length > 0;
      return k.call(vmaResourceUnhold, {
        resource: resource as Ref<"vmaResources">,
        holder: k.self,
      });
    }),
    follows("put the binding", (k) => {
      const [resource, ...held] = k.got("held");
      k.local.held = held;
      vmaResourcePut(k, resource as Ref<"vmaResources">, k.self);
      if (held.length > 0) return k.goto("copy the memory of the next binding");
    }),
    step("reset the request", (k) => {
      if (!k.local.hung) return;
      const request = k.got("request");
      dmaFenceSetError(k, requestFenceOf(request), "-EIO");
      k.at(request).hung = false;
      // Whoever fails from now on because of this has an excuse.
      k.state.injections.taken.push("-EIO");
    }),
    follows("put the request", (k) => {
      requestPut(k, k.got("request"), k.self);
      return k.ret(0);
    }),
  ],
);
