/**
 * The objects of an execution besides its batch (Linux 6.x,
 * drivers/gpu/drm/i915/gem/i915_gem_execbuffer.c): each is looked up, validated, and made active
 * like the first, and its binding may be marked for error capture. Left out: ww back-off (all locks
 * are taken at once, driver.md 15).
 */
import type { Ref } from "../../checker/refs.ts";
import { requestAwait } from "../cells/request.ts";
import { krefGetUnlessZero } from "../cells/holders.ts";
import { gemObjectPut, objectResv } from "../cells/object.ts";
import { dmaResvFences, dmaResvReserve, reserveNeedsMemory } from "../cells/reservation.ts";
import { vmaResourceGet } from "../cells/vma-resource.ts";
import type { Status } from "../machine/errno.ts";
import type { Machine } from "../machine/machine.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { ebReserve } from "./exec-reserve.ts";

/** The vma of an object in an address space. */
export function vmaIn(k: Machine, object: Ref<"objects">, vm: Ref<"vms">): Ref<"vmas"> | undefined {
  return k.at(object).vmas.find((each) => k.at(each).vm === vm);
}

/** Takes a reference on each object; undefined: a handle is closed. Kernel: eb_lookup_vmas(). */
export function lookUpOthers(k: Machine, handles: readonly number[]): Ref<"objects">[] | undefined {
  const objects: Ref<"objects">[] = [];
  for (const handle of handles) {
    const object = k.state.handles[handle] ?? null;
    if (object === null || !krefGetUnlessZero(k, k.at(object), k.self)) {
      putOthers(k, objects);
      return undefined;
    }
    objects.push(object);
  }
  return objects;
}

export function putOthers(k: Machine, objects: readonly Ref<"objects">[]): void {
  for (const object of objects) gemObjectPut(k, object, k.self);
}

/** The reservations of all objects, each once. */
export function resvsOf(k: Machine, objects: readonly Ref<"objects">[]): Ref<"reservations">[] {
  return [...new Set(objects.map((object) => objectResv(k, object)))];
}

/** Lets a request wait for what others do to an object, as one that will write to it. */
export function awaitObject(k: Machine, request: Ref<"requests">, object: Ref<"objects">): void {
  for (const fence of dmaResvFences(k, objectResv(k, object), "READ")) {
    requestAwait(k, request, fence);
  }
}

/**
 * Takes references on the bindings that an error capture of this request will save: now, since the
 * vmas may be bound elsewhere by then. The batch needs no memory; anything else may be left out for
 * want of it. Kernel: eb_capture_stage(), and batch_res of a request.
 */
export function stageCapture(
  k: Machine,
  request: Ref<"requests">,
  vmas: readonly Ref<"vmas">[],
): void {
  for (const [index, vma] of vmas.entries()) {
    const { resource } = k.at(vma);
    if (resource === null || (index > 0 && k.fails("-ENOMEM"))) continue;
    vmaResourceGet(k, resource, request);
    k.at(request).captures.push(resource);
  }
}

/**
 * Notes the images of contexts that a job runs on: those that are pinned and bound, since whoever
 * pins an image waits for its bind.
 */
export function noteImages(k: Machine, request: Ref<"requests">, vm: Ref<"vms">): void {
  for (const vma of k.state.vmas) {
    if (vma?.vm !== vm || !vma.pins.includes("user") || vma.resource === null) continue;
    if (k.at(vma.resource).bind === "done") k.at(request).images.push(vma.resource);
  }
}

interface ValidateLocal {
  object: Ref<"objects">;
  vm: Ref<"vms">;
}

/** Binds one more object, and makes room for the request's fence. */
export const ebValidateOther: Procedure<ValidateLocal, Status> = procedure(
  "eb_validate_vma",
  "driver.md 6.10; i915_gem_execbuffer.c",
  [
    follows(
      "pin the vma",
      (k) => {
        const vma = vmaIn(k, k.local.object, k.local.vm);
        return vma === undefined ? k.ret("-ENOENT") : k.call(ebReserve, { vma });
      },
      "2",
    ),
    step(
      "reserve a fence slot",
      (k) => {
        const status = k.resultOf(ebReserve);
        if (status !== 0) return k.ret(status);
        const resv = objectResv(k, k.local.object);
        if (reserveNeedsMemory(k, resv, 1) && k.fails("-ENOMEM")) return k.ret("-ENOMEM");
        dmaResvReserve(k, resv, 1);
        return k.ret(0);
      },
      "2",
    ),
  ],
);
