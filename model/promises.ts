/**
 * What an operation that has succeeded must have done. It is judged right after it, before anybody
 * else runs: an error that is lost on the way looks like a success, and would not be noticed.
 */
import { collectionOf, indexOf, ref, type Ref } from "../checker/refs.ts";
import { placementIfAny } from "./cells/bo.ts";
import { contentAt, tracksContent } from "./cells/content.ts";
import type { FenceRef } from "./cells/fence.ts";
import { hasGts } from "./cells/gt.ts";
import { hasPages } from "./cells/layout.ts";
import { objectResv, type Madv } from "./cells/object.ts";
import { userTimeline } from "./cells/request.ts";
import { shmemDriver } from "./shmem-helper/cells.ts";
import { areaOf } from "./shmem-helper/mmap.ts";
import { mappingIn } from "./shmem-helper/panfrost-mapping.ts";
import type { Machine } from "./machine/machine.ts";
import type { Operation } from "./operations.ts";

/** `vm`: the address space that the operation worked in, if any. */
type Judge = (
  k: Machine,
  object: Ref<"objects">,
  args: Operation["args"],
  vm: Ref<"vms"> | undefined,
) => boolean;

/** Whether the object is where the user wanted it, unless nobody needs it any more. */
const isThere: Judge = (k, object, { placement, noWaitGpu }) =>
  noWaitGpu === true ||
  k.at(object).madv !== "WILLNEED" ||
  placementIfAny(k, k.at(object).bo) === placement;

/** Whether the advice was taken, or came too late. */
const isAdvised = (madv: Madv, wanted: unknown): boolean => madv === wanted || madv === "PURGED";

/** The jobs of users that the reservation of an object remembers. */
function jobsOn(k: Machine, object: Ref<"objects">): FenceRef[] {
  const fences = k.at(objectResv(k, object)).fences.map(({ fence }) => fence);
  return fences.filter((fence) => k.at(fence).context === userTimeline);
}

/** Whether a job saves what it should; what is not the batch may be left out for want of memory. */
function isCaptured(k: Machine, job: FenceRef, objects: number): boolean {
  const { captures } = k.at(ref("requests", indexOf(job)));
  return captures.length >= (k.state.injections.taken.length === 0 ? objects : 1);
}

/** Whether one job works on all objects, which are bound where they should be. */
const isExecuted: Judge = (k, object, { also = [], at, handle, captured }, vm) => {
  const others = (also as number[]).flatMap((each) => k.state.handles[each] ?? []);
  const objects = [object, ...others];
  const jobs = jobsOn(k, object).filter((job) =>
    objects.every((each) => jobsOn(k, each).includes(job)),
  );
  if (jobs.length === 0) return false;
  if (captured === true && !jobs.some((job) => isCaptured(k, job, objects.length))) return false;
  const vmas = objects.flatMap((each) => k.at(each).vmas.filter((vma) => k.at(vma).vm === vm));
  // The object is unlocked before the GTs are let go of: somebody may have unbound it since.
  if (hasGts(k)) {
    const isOpen = k.state.handles[Number(handle)] === object;
    return !isOpen || vmas.every((vma) => k.at(vma).openBy.includes(Number(handle)));
  }
  return (
    vmas.length === objects.length &&
    vmas.every((vma) => k.at(vma).bound > 0 && (at === undefined || k.at(vma).node === at))
  );
};

/** Whether the memory of the object, if it has any, holds what was written last. */
const isWritten: Judge = (k, object) => {
  const { resource, tt } = k.at(k.at(object).bo);
  const block = resource === null ? null : k.at(resource).block;
  const memory = block ?? (tt === null ? null : k.at(tt).pages);
  if (memory === null) return true;
  if (hasPages(k)) return k.at(ref("writtenObjects", indexOf(object))).written;
  return !tracksContent(k.state) || contentAt(k, memory).data === object;
};

/** By procedure: whether what a user asked for is done. */
const kept: Readonly<Record<string, Judge>> = {
  i915_gem_object_migrate: isThere,
  place_ioctl: isThere,
  unbind_ioctl: (k, object) => k.at(object).vmas.every((vma) => k.at(vma).bound === 0),
  i915_gem_madvise_ioctl: (k, object, { madv }) => isAdvised(k.at(object).madv, madv),
  i915_gem_do_execbuffer: isExecuted,
  ttm_bo_vm_access: isWritten,
  intel_context_pin: (k, object, _, vm) =>
    k.at(object).vmas.some((vma) => k.at(vma).vm === vm && k.at(vma).pins.includes("user")),
};

/** The same of operations that get no object. */
const keptWithoutObject: Readonly<Record<string, (k: Machine) => boolean>> = {
  i915_gem_vm_create_ioctl: ({ state }) => state.vmHandles.some((vm) => vm !== null),
  get_ppgtt: ({ state }) => state.vmHandles.some((vm) => vm !== null),
};

type ShmemJudge = (k: Machine, object: Ref<"shmemObjects">, args: Operation["args"]) => boolean;

const keptByShmem: Readonly<Record<string, ShmemJudge>> = {
  drm_gem_mmap_obj: (k, object) => {
    const { importAttach } = k.at(object);
    return k.state.areas.some(
      (area) => area?.owner === k.self && (area.of === object || area.of === importAttach),
    );
  },
  user_access_shmem: (k, object) => {
    const area = areaOf(k);
    if (area === null || k.at(object).madv === "PURGED") return true;
    return k.at(area).of !== object || k.at(area).entries !== null;
  },
  panfrost_ioctl_madvise: (k, object, { madv }) => isAdvised(k.at(object).madv, madv),
  drm_gem_open_ioctl: (k, object, { space }) => k.at(shmemDriver).handles[Number(space)] === object,
  driver_pin: (k, object) => k.at(object).pinCount.length > 0,
  driver_vmap: (k, object) => k.at(object).vaddr !== null,
  panfrost_gem_open: (k, object, { space }) => mappingIn(k, object, Number(space)) !== null,
  panfrost_gem_close: (k, object, { space }) => mappingIn(k, object, Number(space)) === null,
};

/** Faults if an operation that says that it has succeeded has not done what it is there for. */
export function assertKept(
  k: Machine,
  { name, procedure, args }: Operation,
  object: Ref<"objects"> | Ref<"shmemObjects"> | undefined,
  vm: Ref<"vms"> | undefined = args["vm"] as Ref<"vms"> | undefined,
): void {
  if (isKept(k, procedure, args, object, vm) !== false) return;
  k.fault("promise-broken", object ?? procedure, `"${name}" has succeeded without effect`);
}

/** undefined: nothing is promised. */
function isKept(
  k: Machine,
  procedure: string,
  args: Operation["args"],
  object: Ref<"objects"> | Ref<"shmemObjects"> | undefined,
  vm: Ref<"vms"> | undefined,
): boolean | undefined {
  if (object === undefined) return keptWithoutObject[procedure]?.(k);
  return collectionOf(object) === "objects"
    ? kept[procedure]?.(k, object as Ref<"objects">, args, vm)
    : keptByShmem[procedure]?.(k, object as Ref<"shmemObjects">, args);
}
