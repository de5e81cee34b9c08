/**
 * Scenarios made smaller: without some operations of their threads, or with fewer failures. A
 * scenario that violates something is understood best when all that it does not need is gone.
 */
import { indices } from "../checker/refs.ts";
import type { Configuration } from "./configuration.ts";
import type { Operation } from "./operations.ts";

/**
 * What a scenario can do without. An operation is called by its place: "1.2" is the second one of
 * the first thread, "shrinker.1" the first one of the kernel thread of that name. A failure is
 * called by its class, such as "gpu"; it is there as often as it may be injected.
 */
export interface Part {
  readonly id: string;
  /** What an operation is called in traces; null: it is a failure. */
  readonly operation: string | null;
}

/** How much of everything a scenario has. */
export interface Extent {
  /** Objects that some operation works on. */
  readonly objects: number;
  readonly operations: number;
  /** Failures that may be injected. */
  readonly injections: number;
}

/** Procedures of operations that begin something and end it: all of them are there, or none. */
const together: readonly (readonly string[])[] = [
  ["user_access", "munmap"],
  ["intel_context_pin", "intel_context_unpin", "intel_context_put"],
  ["driver_pin", "driver_unpin"],
  ["driver_vmap", "driver_vunmap"],
  ["panfrost_gem_open", "panfrost_gem_close"],
  ["__intel_context_do_pin", "__intel_context_do_unpin"],
];

/** By the procedure of an operation: that of another one of its thread, which it works on. */
const worksOn: Readonly<Record<string, string>> = {
  user_access_shmem: "drm_gem_mmap_obj",
  dup_mmap: "drm_gem_mmap_obj",
};

/** What makes handles of address spaces, and below, what works on them, in whatever thread. */
const makesHandles: readonly string[] = ["i915_gem_vm_create_ioctl", "get_ppgtt"];

function worksOnHandles({ procedure, in: place }: Operation): boolean {
  const isThere = place !== undefined && "handle" in place;
  return isThere || procedure === "i915_gem_vm_destroy_ioctl";
}

/** What waits until everybody else has ended: what its thread does then relies on that. */
const barrier = "join_threads";

/** What nobody else does: it drops a reference in the end, or signals what others wait for. */
const owed: readonly string[] = [
  "free_engines",
  "intel_context_put",
  "locks of the GPU",
  "locks of i915_vma_resource_unbind_work",
  "locks of an immediate unbind",
  "locks of __memcpy_work",
];

interface Placed {
  readonly id: string;
  readonly thread: string;
  readonly operation: Operation;
}

function placed({ threads, kernelThreads = [] }: Configuration): Placed[] {
  const all = [
    ...threads.map((operations, index) => ({ name: String(index + 1), operations })),
    ...kernelThreads,
  ];
  return all.flatMap(({ name, operations }) =>
    operations.map((operation, index) => ({
      id: `${name}.${index + 1}`,
      thread: name,
      operation,
    })),
  );
}

/** Yields what can be left out of a scenario, in order. */
export function partsOf(configuration: Configuration): Part[] {
  const budget = Object.entries(configuration.injections ?? {});
  return [
    ...placed(configuration).map(({ id, operation }) => ({ id, operation: operation.name })),
    ...budget.flatMap(([id, count]) => indices(count).map(() => ({ id, operation: null }))),
  ];
}

/** Yields the scenario without these parts; a class of failures may be named several times. */
export function without(configuration: Configuration, dropped: readonly string[]): Configuration {
  if (dropped.length === 0) return configuration;
  const { threads, kernelThreads = [], injections = {}, keeps = [] } = configuration;
  const left = (name: string, operations: readonly Operation[]): Operation[] =>
    operations.filter((_, index) => !dropped.includes(`${name}.${index + 1}`));
  const rest: Configuration = {
    ...configuration,
    threads: threads.map((each, index) => left(String(index + 1), each)),
    kernelThreads: kernelThreads.map(({ name, operations }) => ({
      name,
      operations: left(name, operations),
    })),
    injections: Object.fromEntries(
      Object.entries(injections).map(([name, count]) => [
        name,
        Math.max(0, count - dropped.filter((each) => each === name).length),
      ]),
    ),
  };
  // Nobody closes the handles of objects that nobody uses: it is as if there were none.
  const idle = handlesIdleIn(rest).filter(
    (handle) => !handlesIdleIn(configuration).includes(handle),
  );
  return { ...rest, keeps: [...keeps, ...idle] };
}

/** Yields how much of everything there is. */
export function extentOf(configuration: Configuration): Extent {
  const objects = objectsOf(configuration);
  return {
    objects: new Set(usedHandles(configuration).map((handle) => objects[handle])).size,
    operations: placed(configuration).length,
    injections: Object.values(configuration.injections ?? {}).reduce((sum, each) => sum + each, 0),
  };
}

/**
 * Whether users who do no more than that still make sense: what they begin, they end, as far as
 * they do so in the whole scenario.
 */
export function isSensible(whole: Configuration, dropped: readonly string[]): boolean {
  const kept = placed(whole).filter(({ id }) => !dropped.includes(id));
  const gone = placed(whole).filter(({ id }) => dropped.includes(id));
  const earlier = (whole.prologue ?? []).flatMap((each) => (typeof each === "string" ? [] : each));
  const operations = [...kept.map(({ operation }) => operation), ...earlier];
  const procedures = new Set(operations.map(({ procedure }) => procedure));
  const hasHandles = makesHandles.some((each) => procedures.has(each));
  const breaks = ({ operation, thread }: Placed): boolean =>
    owed.includes(operation.procedure) ||
    together.some(
      (group) => group.includes(operation.procedure) && group.some((each) => procedures.has(each)),
    ) ||
    (makesHandles.includes(operation.procedure) &&
      !hasHandles &&
      operations.some(worksOnHandles)) ||
    kept.some(
      (each) =>
        each.thread === thread &&
        (worksOn[each.operation.procedure] === operation.procedure ||
          operation.procedure === barrier),
    );
  // Where nobody does anything, nothing is to be seen.
  return !gone.some(breaks) && (gone.length === 0 || kept.length > 0);
}

/** By handle: the index of its object. */
function objectsOf({ objects = [{}], shmem }: Configuration): number[] {
  if (shmem !== undefined) return indices(shmem.handles ?? 1).map(() => 0);
  return objects.flatMap(({ handles = 1 }, index) => indices(handles).map(() => index));
}

function handlesIdleIn(configuration: Configuration): number[] {
  const objects = objectsOf(configuration);
  const used = new Set(usedHandles(configuration).map((handle) => objects[handle]));
  return objects.flatMap((object, handle) => (used.has(object) ? [] : [handle]));
}

/** The handles, of each object one at least, that operations work on, the prologue's included. */
function usedHandles(configuration: Configuration): number[] {
  const objects = objectsOf(configuration);
  const { prologue = [], vms = [{}], vmas } = configuration;
  const ofVma = (vma: number): number =>
    vmas === undefined ? Math.floor(vma / vms.length) : (vmas[vma]?.object ?? 0);
  const earlier = prologue.flatMap((each) => (typeof each === "string" ? [] : each));
  const all = [...earlier, ...placed(configuration).map(({ operation }) => operation)];
  return all.flatMap(({ handle, closes, args }) => {
    const text = JSON.stringify(args);
    const named = [...text.matchAll(/"objects:(\d+)"/g)].map(([, index]) => Number(index));
    const bound = [...text.matchAll(/"vmas:(\d+)"/g)].map(([, index]) => ofVma(Number(index)));
    const also = Array.isArray(args["also"]) ? (args["also"] as number[]) : [];
    const made = typeof args["into"] === "number" ? [args["into"]] : [];
    const through = [...named, ...bound].map((object) => objects.indexOf(object));
    return [handle, closes, ...also, ...made, ...through].flatMap((each) => each ?? []);
  });
}
