/**
 * What an operation that has succeeded must have done. It is judged right after it, before anybody
 * else runs: an error that is lost on the way looks like a success, and would not be noticed.
 */
import { collectionOf, ref, type Ref } from "../checker/refs.ts";
import { theEngine } from "./barriers/cells.ts";
import { activeOf } from "./cells/active.ts";
import { hasBits, type BindBits } from "./cells/bind-bits.ts";
import { placementIfAny } from "./cells/bo.ts";
import { dmaFenceIsSignalled } from "./cells/fence.ts";
import type { View } from "./cells/ggtt.ts";
import { objectResv, type Madv } from "./cells/object.ts";
import { viewOf } from "./procedures/ggtt-mmap.ts";
import { shmemDriver } from "./shmem-helper/cells.ts";
import { areaOf } from "./shmem-helper/mmap.ts";
import { mappingIn } from "./shmem-helper/panfrost-mapping.ts";
import { isEvictable, isPurgeableByHelper } from "./shmem-helper/reclaim.ts";
import type { Machine } from "./machine/machine.ts";
import type { Operation } from "./operations.ts";

type Args = Operation["args"];
type Judge = (k: Machine, object: Ref<"objects">, args: Args) => boolean;

/** Whether the object is where the user wanted it, unless nobody needs it any more. */
const isThere: Judge = (k, object, { placement, noWaitGpu }) =>
  noWaitGpu === true ||
  k.at(object).madv !== "WILLNEED" ||
  placementIfAny(k, k.at(object).bo) === placement;

/** Whether the advice was taken, or came too late. */
const isAdvised = (madv: Madv, wanted: unknown): boolean => madv === wanted || madv === "PURGED";

/** Whether the view of the object has the bindings that were asked for. */
const isBound: Judge = (k, object, { view = "normal", bits = 3 }) =>
  hasBits(k.at(viewOf(k, object, view as View)).bound, bits as BindBits);

/** Whether no work is binding the view any more: somebody may use it at once. */
const isBoundByNow: Judge = (k, object, args) => {
  const { excl } = k.at(activeOf(viewOf(k, object, (args.view ?? "normal") as View)));
  return isBound(k, object, args) && (excl === null || dmaFenceIsSignalled(k, excl));
};

/** By procedure: whether what a user asked for is done. */
const kept: Readonly<Record<string, Judge>> = {
  i915_gem_object_migrate: isThere,
  place_ioctl: isThere,
  unbind_ioctl: (k, object) => k.at(object).vmas.every((vma) => k.at(vma).bound === 0),
  i915_gem_madvise_ioctl: (k, object, { madv }) => isAdvised(k.at(object).madv, madv),
  i915_gem_do_execbuffer: (k, object) =>
    k.at(objectResv(k, object)).fences.some(({ fence }) => collectionOf(fence) === "requestFences"),
  // Another thread may bind the other bit meanwhile: no scenario has that with a work.
  i915_ggtt_pin: isBoundByNow,
  i915_vma_pin: isBound,
  eb_relocate_entry: isBound,
  i915_gem_object_release_mmap_gtt: (k, object) => k.at(object).userfaultCount === 0,
  // A view that two threads touch at once may be revoked again by now: no scenario has that.
  vm_fault_gtt: (k, object, { view }) =>
    k.at(viewOf(k, object, view as View)).ggtt?.mapped === true,
};

type ShmemJudge = (k: Machine, object: Ref<"shmemObjects">, args: Args) => boolean;

/** The areas of the thread and its children that map the object. */
const areasOf = (k: Machine, object: Ref<"shmemObjects">): number =>
  k.state.areas.filter((area) => area?.owner === k.self && area.of === object).length;

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
  dup_mmap: (k, object) => {
    const area = areaOf(k);
    return area === null || k.at(area).of !== object || areasOf(k, object) > 1;
  },
  drm_gem_prime_handle_to_fd: (k, object) => k.at(object).isShared,
  panfrost_ioctl_madvise: (k, object, { madv }) => isAdvised(k.at(object).madv, madv),
  drm_gem_open_ioctl: (k, object, { space }) => k.at(shmemDriver).handles[Number(space)] === object,
  driver_pin: (k, object) => k.at(object).pinCount.length > 0,
  driver_vmap: (k, object) => k.at(object).vaddr !== null,
  panfrost_gem_open: (k, object, { space }) => mappingIn(k, object, Number(space)) !== null,
  panfrost_gem_close: (k, object, { space }) => mappingIn(k, object, Number(space)) === null,
};

/** Whether the helper's shrinker has left nothing that it could have taken. */
function isScanned(k: Machine): boolean {
  return k.state.shmemObjects.every((cell, index) => {
    const object = ref("shmemObjects", index);
    return cell === null || (!isEvictable(k, object) && !isPurgeableByHelper(k, object));
  });
}

/** Whether no barrier is left of those that a thread has put there, unless the engine parks. */
function isFlushed(k: Machine): boolean {
  const { barrierTasks, wakerefs } = k.at(theEngine);
  return barrierTasks.length === 0 || wakerefs.length === 0;
}

/** The same for what is not done to an object that a handle leads to. */
const keptWithoutObject: Readonly<Record<string, (k: Machine, args: Args) => boolean>> = {
  drm_gem_prime_import_dev: (k, { into }) =>
    (k.at(shmemDriver).handles[Number(into)] ?? null) !== null,
  drm_gem_object_release_handle: (k, { handle }) =>
    (k.at(shmemDriver).handles[Number(handle)] ?? null) === null,
  drm_gem_shmem_shrinker_scan_objects: isScanned,
  intel_engine_flush_barriers: isFlushed,
  gen8_modify_context: (k, { context }) => {
    const { pins, isModified } = k.at(context as Ref<"engineContexts">);
    return isModified || pins === 0;
  },
  context_user: (k, { context, modifies }) =>
    modifies !== true || k.at(context as Ref<"engineContexts">).isModified,
};

/** Faults if an operation that says that it has succeeded has not done what it is there for. */
export function assertKept(
  k: Machine,
  { name, procedure, args }: Operation,
  object: Ref<"objects"> | Ref<"shmemObjects"> | null,
): void {
  const isKept = isDone(k, procedure, object, args);
  const about = object ?? procedure;
  if (isKept === false) k.fault("promise-broken", about, `"${name}" has succeeded without effect`);
}

function isDone(
  k: Machine,
  procedure: string,
  object: Ref<"objects"> | Ref<"shmemObjects"> | null,
  args: Args,
): boolean | undefined {
  if (object === null) return keptWithoutObject[procedure]?.(k, args);
  return collectionOf(object) === "objects"
    ? kept[procedure]?.(k, object as Ref<"objects">, args)
    : keptByShmem[procedure]?.(k, object as Ref<"shmemObjects">, args);
}

/** Faults if an operation that is over, whatever it says, has left something pinned for itself. */
export function assertUnpinned(k: Machine, { name }: Operation, object: Ref<"objects">): void {
  const { pagesPins, vmas } = k.at(object);
  const isPinned =
    pagesPins.includes(k.self) || vmas.some((vma) => k.at(vma).pins.includes(k.self));
  if (isPinned) k.fault("promise-broken", object, `"${name}" is over, and keeps it pinned`);
}
