/** When everything has ended and every user reference is dropped, nothing is left. */
import { atRest, witness } from "../checker/properties.ts";
import { collectionOf, indexOf, ref, type Ref } from "../checker/refs.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

/** Structs that end with the fence inside of them. */
const fencePools = [
  ["vmaResources", "unbindFences"],
  ["bindWorks", "bindFences"],
  ["requests", "requestFences"],
  ["memcpyWorks", "migrationFences"],
] as const;

/** What goes with the objects, and may stay with one whose handle nobody closes. */
const poolsOfObjects = [
  "objects",
  "bos",
  "resources",
  "blocks",
  "tts",
  "pageVectors",
  "ioSgts",
  "ttSgts",
  "plainSgts",
  "files",
  "vmas",
  "actives",
  "viewSgts",
] as const;

/**
 * Says whether no fence is left but those that a reservation still remembers, and that of the
 * latest eviction, which the manager of local memory keeps for good.
 */
function fencesAreGone(state: DriverState): boolean {
  const remembers = (holder: Ref, fence: Ref): boolean =>
    collectionOf(holder) === "managers" ||
    (collectionOf(holder) === "reservations" &&
      (state.reservations[indexOf(holder)]?.fences.some((entry) => entry.fence === fence) ??
        false));
  return fencePools.every(([structs, fences]) =>
    state[structs].every(
      (cell, index) =>
        cell === null ||
        (state[fences][index]?.refs.every((each) => remembers(each as Ref, ref(fences, index))) ??
          false),
    ),
  );
}

/** Says whether what goes with objects is gone, from address spaces as well. */
function objectsAreGone(state: DriverState): boolean {
  return (
    poolsOfObjects.every((pool) => state[pool].every((cell) => cell === null)) &&
    state.reservations.every(
      (cell, index) =>
        cell === null || state.vms.some((vm) => vm?.resv === ref("reservations", index)),
    ) &&
    state.pageTables.every((table) => table?.entries.every((entry) => entry === null) ?? true) &&
    state.vms.every((vm) => vm?.nodes.every((node) => node === null) ?? true)
  );
}

const poolsOfShmem = ["shmemObjects", "shmemPages", "shmemSgts", "gpuMappings", "areas"] as const;

/** Says whether nothing of the shmem helper is left but the buffer of another device. */
function shmemIsGone(state: DriverState): boolean {
  const isKept = state.shmemDrivers.some((each) => each?.handles.some((handle) => handle !== null));
  return (
    (isKept || poolsOfShmem.every((pool) => state[pool].every((cell) => cell === null))) &&
    state.dmaBufs.every(
      (each) => each === null || (each.object === null && each.refs.length === 1),
    ) &&
    state.shmemDrivers.every(
      (each) =>
        each === null ||
        ((isKept || each.shrinkerList.length === 0) && each.shrinkerLock.lock === null),
    )
  );
}

/** Says whether no context is active any more, and nobody keeps the engine awake. */
function enginesAreIdle(state: DriverState): boolean {
  return (
    state.engineContexts.every((each) => each === null) &&
    state.activeNodes.every((each) => each === null) &&
    state.engines.every(
      (each) =>
        each === null ||
        (each.wakerefs.length === 0 &&
          each.barrierTasks.length === 0 &&
          each.lock === null &&
          each.timelineLock.lock === null),
    )
  );
}

export const nothingLeaks: Spec = {
  property: atRest<DriverState>("nothing-leaks", {
    claim: "At rest nothing is allocated, referenced, locked, bound or queued any more",
    source: "driver.md 11 P4",
    holds: (state) =>
      state.fault !== null ||
      (fencesAreGone(state) &&
        shmemIsGone(state) &&
        enginesAreIdle(state) &&
        (objectsAreGone(state) || state.handles.some((handle) => handle !== null)) &&
        state.timelines.every((timeline) => timeline?.queue.length === 0) &&
        state.vms.every(
          (vm) => vm === null || (vm.lock === null && vm.pendingUnbind.length === 0),
        )),
  }),
  witness: witness<DriverState>("a-ghost-is-left-behind", {
    claim: "A move leaves a ghost behind that a worker has to free",
    each: "bos",
    reached: ({ bos }, index) => bos[index]?.ghostOf != null && bos[index].deleted,
  }),
  brokenBy: [
    "ghost-keeps-its-fences",
    "capture-list-leaks",
    "swapout-leaks-the-destination",
    "eviction-leaks-its-destination",
  ],
};
