/**
 * What an operation that has succeeded must have done. It is judged right after it, before anybody
 * else runs: an error that is lost on the way looks like a success, and would not be noticed.
 */
import { collectionOf, indexOf, ref, type Ref } from "../checker/refs.ts";
import { theEngine } from "./barriers/cells.ts";
import { activeOf } from "./cells/active.ts";
import { hasBits, type BindBits } from "./cells/bind-bits.ts";
import { placementIfAny } from "./cells/bo.ts";
import { contentAt, tracksContent } from "./cells/content.ts";
import { cpuMayCopy, theDevice } from "./cells/device.ts";
import { dmaFenceIsSignalled, type FenceRef } from "./cells/fence.ts";
import type { View } from "./cells/ggtt.ts";
import { hasGts } from "./cells/gt.ts";
import { hasPages } from "./cells/layout.ts";
import { objectResv, type Madv } from "./cells/object.ts";
import { userTimeline } from "./cells/request.ts";
import { dmaResvIsIdle } from "./cells/reservation.ts";
import { userMappingOf } from "./cells/user-mapping.ts";
import type { Errno, Status } from "./machine/errno.ts";
import { viewOf } from "./procedures/ggtt-mmap.ts";
import { shmemDriver } from "./shmem-helper/cells.ts";
import { areaOf } from "./shmem-helper/mmap.ts";
import { mappingIn } from "./shmem-helper/panfrost-mapping.ts";
import { isEvictable, isPurgeableByHelper } from "./shmem-helper/reclaim.ts";
import type { Machine } from "./machine/machine.ts";
import type { Operation } from "./operations.ts";

/**
 * Records a broken promise, if nobody has run since the operation was over: with all steps apart
 * somebody may have, and then nothing can be said.
 */
function broken(k: Machine, cell: string, what: string): void {
  if (k.atOnce) k.fault("promise-broken", cell, what);
}

type Args = Operation["args"];
/** `vm`: the address space that the operation worked in, if any. */
type Judge = (
  k: Machine,
  object: Ref<"objects">,
  args: Args,
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

/**
 * Whether a fence of somebody else is on the object, who may have put it in the place of a job's
 * that had signalled.
 */
const isTakenOver = (k: Machine, object: Ref<"objects">): boolean =>
  k.at(objectResv(k, object)).fences.some(({ fence }) => k.at(fence).context !== userTimeline);

/** Whether one job works on all objects, which are bound where they should be. */
const isExecuted: Judge = (k, object, { also = [], at, handle, captured }, vm) => {
  const others = (also as number[]).flatMap((each) => k.state.handles[each] ?? []);
  const objects = [object, ...others];
  // The objects are unlocked before the GTs are let go of: others have had their turn since.
  if (hasGts(k) && objects.some((each) => isTakenOver(k, each))) return true;
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

/** Whether the view of the object has the bindings that were asked for. */
const isBound: Judge = (k, object, { view = "normal", bits = 3 }) =>
  hasBits(k.at(viewOf(k, object, view as View)).bound, bits as BindBits);

/**
 * Whether the contents went with the advice, if nobody has GEM pages. The truncation may fail, and
 * the user is told so, but not without a cause.
 */
const isTruncated: Judge = (k, object) => {
  const { madv, pages } = k.at(object);
  return madv !== "DONTNEED" || pages !== null || k.state.injections.taken.length > 0;
};

/** Whether the area exists, and its entries, unless the fault was interrupted: it comes again. */
const isMapped: Judge = (k, object) => {
  const mapping = userMappingOf(object);
  if (!k.at(object).refs.includes(mapping)) return false;
  return k.at(mapping).memory !== null || k.state.injections.taken.includes("-EINTR");
};

/** Whether no address space leads to the object any more. */
const isUnbound: Judge = (k, object) => k.at(object).vmas.every((vma) => k.at(vma).bound === 0);

/** Whether a copy into system memory has left its fence, unless the CPU may have made it. */
const isCopied: Judge = (k, _, { to }) => {
  const target = to as Ref<"objects">;
  const { canBlit, wedged } = k.at(theDevice);
  const hasFailed = !canBlit || wedged || k.state.injections.taken.length > 0;
  if (hasFailed && cpuMayCopy(k)) return true;
  if (placementIfAny(k, k.at(target).bo) !== "SYSTEM") return true;
  return k.at(objectResv(k, target)).fences.some(({ usage }) => usage === "WRITE");
};

/** Whether no work is binding the view any more: somebody may use it at once. */
const isBoundByNow: Judge = (k, object, args) => {
  const { excl } = k.at(activeOf(viewOf(k, object, (args.view ?? "normal") as View)));
  return isBound(k, object, args, undefined) && (excl === null || dmaFenceIsSignalled(k, excl));
};

/** By procedure: whether what a user asked for is done. */
const kept: Readonly<Record<string, Judge>> = {
  i915_gem_object_migrate: isThere,
  place_ioctl: isThere,
  unbind_ioctl: isUnbound,
  user_access: isMapped,
  i915_gem_madvise_ioctl: (k, object, args) =>
    isAdvised(k.at(object).madv, args["madv"]) && isTruncated(k, object, args, undefined),
  copy_object: isCopied,
  i915_gem_do_execbuffer: isExecuted,
  ttm_bo_vm_access: isWritten,
  intel_context_pin: (k, object, _, vm) =>
    k.at(object).vmas.some((vma) => k.at(vma).vm === vm && k.at(vma).pins.includes("user")),
  // Another thread may bind the other bit meanwhile: no scenario has that with a work.
  i915_ggtt_pin: isBoundByNow,
  i915_vma_pin: isBound,
  eb_relocate_entry: isBound,
  i915_gem_object_release_mmap_gtt: (k, object) => k.at(object).userfaultCount === 0,
  // A view that two threads touch at once may be revoked again by now: no scenario has that.
  vm_fault_gtt: (k, object, { view }) =>
    k.at(viewOf(k, object, view as View)).ggtt?.mapped === true,
};

/** By procedure: what a thread of the kernel was to do. Nobody places anything meanwhile. */
const keptByKernel: Readonly<Record<string, (k: Machine) => boolean>> = {
  ttm_resource_manager_evict_all: (k) =>
    k.state.resources.every((resource) => resource?.placement !== "LMEM"),
};

/** The same for an operation of a thread of the kernel. */
export function assertKeptByKernel(k: Machine, { name, procedure }: Operation): void {
  if (keptByKernel[procedure]?.(k) !== false) return;
  broken(k, k.self, `"${name}" has succeeded without effect`);
}

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
  i915_gem_vm_create_ioctl: ({ state }) => state.vmHandles.some((vm) => vm !== null),
  get_ppgtt: ({ state }) => state.vmHandles.some((vm) => vm !== null),
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
  vm: Ref<"vms"> | undefined = args["vm"] as Ref<"vms"> | undefined,
): void {
  const isKept = isDone(k, procedure, { object, vm }, args);
  const about = object ?? procedure;
  if (isKept === false) broken(k, about, `"${name}" has succeeded without effect`);
}

function isDone(
  k: Machine,
  procedure: string,
  {
    object,
    vm,
  }: {
    object: Ref<"objects"> | Ref<"shmemObjects"> | null;
    vm: Ref<"vms"> | undefined;
  },
  args: Args,
): boolean | undefined {
  if (object === null) return keptWithoutObject[procedure]?.(k, args);
  return collectionOf(object) === "objects"
    ? kept[procedure]?.(k, object as Ref<"objects">, args, vm)
    : keptByShmem[procedure]?.(k, object as Ref<"shmemObjects">, args);
}

/** Faults if an operation that is over, whatever it says, has left something pinned for itself. */
export function assertUnpinned(k: Machine, { name }: Operation, object: Ref<"objects">): void {
  const { pagesPins, vmas } = k.at(object);
  const isPinned =
    pagesPins.includes(k.self) || vmas.some((vma) => k.at(vma).pins.includes(k.self));
  if (isPinned) broken(k, object, `"${name}" is over, and keeps it pinned`);
}

/**
 * Faults if a job is refused for want of contents that are still there: what is not needed may be
 * used until it is thrown away.
 */
export function assertGivenUp(
  k: Machine,
  { name, procedure }: Operation,
  { object, status }: { object: Ref<"objects">; status: Status },
): void {
  if (status !== "-EFAULT" || procedure !== "i915_gem_do_execbuffer") return;
  if (k.at(object).pages === null) return;
  broken(k, object, `"${name}" is refused, though it has its pages`);
}

/** Whether there is nothing in system memory that the shrinker could still take. */
function isShrunk(k: Machine, object: Ref<"objects">): boolean {
  const { backing, pages, madv, bo } = k.at(object);
  if (backing === "plain shmem") return pages === null && madv !== "DONTNEED";
  const { tt } = k.at(bo);
  if (tt === null || k.at(tt).filp === null || placementIfAny(k, bo) === "LMEM") return true;
  return k.at(tt).pages === null && madv !== "DONTNEED";
}

/**
 * Faults if the shrinker counts an object as freed that it has not freed, or fails at one that
 * nobody uses. `expected`: what it may meet in an object that is in use.
 */
export function assertShrunk(
  k: Machine,
  object: Ref<"objects">,
  { status, expected }: { status: Status; expected: readonly Errno[] },
): void {
  if (status !== 0) {
    if (expected.includes(status) || k.state.injections.taken.length > 0) return;
    broken(k, object, `a scan fails with ${status}, though nobody uses it`);
  }
  if (isUnbound(k, object, {}, undefined) && isShrunk(k, object)) return;
  broken(k, object, "a scan counts it as freed, which it is not");
}

/** Faults if the shrinker takes what the GPU still works with: a ghost has it then. */
export function assertIdle(k: Machine, object: Ref<"objects">): void {
  if (dmaResvIsIdle(k, objectResv(k, object), "BOOKKEEP")) return;
  broken(k, object, "a scan counts it as freed, though it is busy");
}

/** Faults if pages are written out that nobody needs: the driver should have thrown them away. */
export function assertWorthWriting(k: Machine, bo: Ref<"bos">): void {
  const { object } = k.at(bo);
  if (object === null || k.at(object).madv === "WILLNEED") return;
  broken(k, object, "is written out, though nobody needs it");
}
