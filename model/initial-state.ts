/**
 * The initial state of a scenario: objects in system memory, without pages, each with a handle;
 * address spaces; vmas; and threads that are about to start. Everything else is allocated as it
 * runs.
 */
import { indices, ref, type Ref } from "../checker/refs.ts";
import { barrierCells } from "./barriers/setup.ts";
import { idleActive } from "./cells/active.ts";
import { usualDevice } from "./cells/device.ts";
import { bulkRangeOf } from "./cells/bulk-range.ts";
import type { Content } from "./cells/content.ts";
import { freeRegister, ggttVma, type Ggtt } from "./cells/ggtt.ts";
import { layoutCells } from "./cells/layout.ts";
import { gemObject } from "./cells/object.ts";
import { reservation } from "./cells/reservation.ts";
import { awakeRpm } from "./cells/runtime-pm.ts";
import { skeletonCells } from "./cells/skeleton.ts";
import { addressSpace } from "./cells/vm.ts";
import type { TtmResource } from "./cells/resource.ts";
import { emptyTt } from "./cells/tt.ts";
import { unboundVma } from "./cells/vma.ts";
import type {
  Configuration,
  GgttSetup,
  KernelThread,
  ObjectSetup,
  VmaSetup,
  VmSetup,
} from "./configuration.ts";
import { injections } from "./machine/injections.ts";
import { processSlots, type ProcessPools, type ProcessSlot } from "./machine/processes.ts";
import type { Program } from "./machine/program.ts";
import type { Operation } from "./operations.ts";
import { usualPools, type Pools } from "./pools.ts";
import { shmemCells } from "./shmem-helper/setup.ts";
import type { DriverState } from "./state.ts";

const isPlain = ({ backing }: ObjectSetup): boolean => backing === "plain shmem";

const free = (count: number): null[] => indices(Math.max(0, count)).map(() => null);

/** Lays out the processes that a configuration can have at once. */
export function slotsFor(configuration: Configuration): ProcessSlot[] {
  const names = (configuration.kernelThreads ?? []).map(({ name }) => name);
  return processSlots(processPools(configuration), names);
}

function processPools(configuration: Configuration): ProcessPools {
  const { pools: given, threads, kernelThreads = [], gts = 0 } = configuration;
  const { objects = [{}], vms = [{}] } = configuration;
  const pools = { ...usualPools, ...given };
  return {
    thread: threads.length,
    "kernel thread": kernelThreads.length,
    "bind work": pools.bindWorks,
    "unbind work": pools.vmaResources,
    "GPU request": pools.requests,
    "irq work": pools.memcpyWorks,
    "memcpy work": pools.memcpyWorks,
    "free work": objects.length,
    "delayed delete": pools.bos,
    // One may be queued while another is about to end.
    "GT put work": 2 * gts,
    "retire work": gts > 0 ? pools.requests : 0,
    "vm release": Math.max(pools.vms, vms.length),
    // As with GTs.
    "engine put work": configuration.barriers === undefined ? 0 : 2,
  };
}

/** A configuration with everything that was left out filled in. */
interface Filled {
  readonly pools: Pools;
  readonly objects: readonly ObjectSetup[];
  readonly vms: readonly VmSetup[];
  readonly vmas: readonly VmaSetup[];
}

function fillIn({ pools, objects = [{}], vms = [{}], vmas }: Configuration): Filled {
  const everywhere = objects.flatMap((_, object) => vms.map((__, vm) => ({ object, vm })));
  return { pools: { ...usualPools, ...pools }, objects, vms, vmas: vmas ?? everywhere };
}

const vmCount = ({ pools, vms }: Filled): number => Math.max(pools.vms, vms.length);

/** The reservations of address spaces lie behind those of buffer objects. */
const vmResv = ({ pools }: Filled, vm: number): Ref<"reservations"> =>
  ref("reservations", pools.bos + vm);

/** Yields the state in which nothing has happened yet, and no thread has started. */
export function emptyState(
  configuration: Configuration,
  slots: readonly ProcessSlot[],
): DriverState {
  const filled = fillIn(configuration);
  return {
    processes: slots.map(() => null),
    fault: null,
    injections: injections(),
    failure: null,
    ...objectCells(filled),
    ...memoryCells(filled),
    ...bindingCells(filled),
    ...fenceCells(configuration, filled),
    gts: indices(configuration.gts ?? 0).map(() => ({ wakerefs: [], lock: null, closed: [] })),
    ...(configuration.skeleton === true ? skeletonCells() : { locks: [], promises: [] }),
    tlbs: configuration.tracksTlb === true ? filled.vms.map(() => ({ reaches: [] })) : [],
    ...deviceCells(configuration, filled),
    runtimePms: configuration.sleeps === true ? [awakeRpm()] : [],
    viewSgts: free(filled.pools.viewSgts),
    fenceRegisters: indices(configuration.fenceRegisters ?? 0).map(() => freeRegister()),
    ...layoutCells(configuration.layout, filled.pools.tts),
    ...shmemCells(configuration.shmem),
    ...barrierCells(configuration.barriers),
  };
}

/** Objects with their handles, buffer objects and reservations. */
function objectCells(
  filled: Filled,
): Pick<DriverState, "handles" | "objects" | "bos" | "reservations"> {
  const { pools, objects, vms, vmas } = filled;
  const spare = free(pools.bos - objects.length);
  return {
    handles: objects.flatMap(({ handles = 1 }, index) =>
      indices(handles).map(() => ref("objects", index)),
    ),
    objects: objects.map((setup, index) =>
      gemObject(
        ref("bos", index),
        setup.handles ?? 1,
        vmas.flatMap(({ object }, vma) => (object === index ? [ref("vmas", vma)] : [])),
        setup.privateTo === undefined ? null : ref("vms", setup.privateTo),
        {
          backing: setup.backing ?? "pool",
          filp: isPlain(setup) ? ref("files", index) : null,
          placements: setup.placements ?? ["LMEM", "SYSTEM"],
        },
      ),
    ),
    bos: [
      ...objects.map((setup, index) => ({
        refs: [ref("objects", index)],
        object: ref("objects", index),
        ghostOf: null,
        resource: isPlain(setup) ? null : ref("resources", index),
        tt: isPlain(setup) ? null : ref("tts", index),
        resv:
          setup.privateTo === undefined
            ? ref("reservations", index)
            : vmResv(filled, setup.privateTo),
        deleted: false,
      })),
      ...spare,
    ],
    reservations: [
      ...objects.map(() => reservation()),
      ...spare,
      ...vms.map(() => reservation()),
      ...free(vmCount(filled) - vms.length),
    ],
  };
}

/** System memory for every object, without pages, and nothing in local memory. */
function memoryCells({
  pools,
  objects,
}: Filled): Pick<
  DriverState,
  | "resources"
  | "blocks"
  | "tts"
  | "ttSgts"
  | "pageVectors"
  | "ioSgts"
  | "plainSgts"
  | "files"
  | "userMappings"
> {
  const initially = (index: number, { startsIn }: ObjectSetup): TtmResource => ({
    placement: startsIn ?? "SYSTEM",
    block: null,
    bo: ref("bos", index),
  });
  const spareTts = free(pools.tts - objects.length);
  return {
    resources: [
      ...objects.map((setup, index) => (isPlain(setup) ? null : initially(index, setup))),
      ...free(pools.resources - objects.length),
    ],
    blocks: free(pools.blocks),
    tts: [
      ...objects.map((setup) =>
        isPlain(setup)
          ? null
          : emptyTt({ kind: setup.backing === "shmem" ? "shmem" : "pool", zeroAlloc: true }),
      ),
      ...spareTts,
    ],
    ttSgts: [
      ...objects.map((setup, index) =>
        isPlain(setup) ? null : { refs: [ref("tts", index)], table: null },
      ),
      ...spareTts,
    ],
    pageVectors: free(pools.tts),
    ioSgts: free(pools.ioSgts),
    plainSgts: free(objects.length),
    files: [
      ...objects.map((setup) => (isPlain(setup) ? { unevictable: false } : null)),
      ...spareTts,
    ],
    userMappings: objects.map(() => ({ memory: null, listed: false })),
  };
}

const ggttOf = ({ asyncBits = 0, alias }: GgttSetup): Ggtt => ({
  asyncBits,
  alias: alias === undefined ? null : ref("vms", alias),
});

/** Address spaces, and vmas that have never been bound in them. */
function bindingCells(
  filled: Filled,
): Pick<
  DriverState,
  | "contexts"
  | "vmHandles"
  | "vms"
  | "pageTables"
  | "vmas"
  | "actives"
  | "vmaResources"
  | "bindWorks"
> {
  const { pools, objects, vms, vmas } = filled;
  const privateTo = (vm: number): Ref<"objects">[] =>
    objects.flatMap((each, index) => (each.privateTo === vm ? [ref("objects", index)] : []));
  const spareVms = free(vmCount(filled) - vms.length);
  const spareVmas = free(pools.vmas - vmas.length);
  return {
    contexts: vms.map((_, index) => ref("vms", index)),
    vmHandles: free(pools.vmHandles),
    vms: [
      ...vms.map(({ slots = 1, bindsAsync = true, hasColouring = false, ggtt }, index) => ({
        ...addressSpace(ref("vms", index), "user", {
          resv: vmResv(filled, index),
          slots,
          bindsAsync,
          hasColouring,
        }),
        resvRefs: [ref("vms", index), ...privateTo(index)].toSorted(),
        unboundList: vmas.flatMap(({ vm }, vma) => (vm === index ? [ref("vmas", vma)] : [])),
        ...(ggtt === undefined ? {} : { ggtt: ggttOf(ggtt) }),
      })),
      ...spareVms,
    ],
    pageTables: [...vms.map(({ slots = 1 }) => ({ entries: free(slots) })), ...spareVms],
    vmas: [
      ...vmas.map(({ object, vm, view = "normal", ...geometry }) => ({
        ...unboundVma(ref("objects", object), ref("vms", vm), geometry),
        ...(vms[vm]?.ggtt === undefined ? {} : { ggtt: ggttVma(view) }),
      })),
      ...spareVmas,
    ],
    actives: [...vmas.map(() => idleActive()), ...spareVmas],
    vmaResources: free(pools.vmaResources),
    bindWorks: free(pools.bindWorks),
  };
}

/** Fences, with the structs that they are embedded in where those are nothing else. */
function fenceCells(
  { barriers }: Configuration,
  { pools }: Filled,
): Pick<
  DriverState,
  | "unbindFences"
  | "bindFences"
  | "requests"
  | "requestFences"
  | "memcpyWorks"
  | "migrationFences"
  | "timelines"
> {
  return {
    unbindFences: free(pools.vmaResources),
    bindFences: free(pools.bindWorks),
    requests: free(pools.requests),
    requestFences: free(pools.requests),
    memcpyWorks: free(pools.memcpyWorks),
    migrationFences: free(pools.memcpyWorks),
    // The third is a second context for blits, which only patches use; the fourth, the kernel's.
    timelines: indices(barriers === undefined ? 3 : 4).map(() => ({ queue: [] })),
  };
}

/**
 * The device with its manager of local memory, and what is in the memory if that is to be known.
 */
function deviceCells(
  { device, tracksContent = false, bulkRange }: Configuration,
  { pools, objects }: Filled,
): Pick<
  DriverState,
  "devices" | "managers" | "blockContents" | "pageContents" | "objectContents" | "bulkRanges"
> {
  const tracked = (count: number): null[] => (tracksContent ? free(count) : []);
  const unknown = (): Content => ({
    data: "stale",
    metadata: device?.hasMetadata === true ? "stale" : "zero",
  });
  return {
    devices: [{ ...usualDevice, ...device }],
    managers: [{ move: null }],
    blockContents: tracked(pools.blocks).map(unknown),
    pageContents: tracked(pools.tts).map(unknown),
    objectContents: tracked(objects.length).map(() => ({ written: false })),
    bulkRanges: bulkRange === undefined ? [] : [bulkRangeOf(bulkRange)],
  };
}

/** What a thread of a user does, and which handles it closes then. */
interface Task {
  readonly todo: readonly Operation[];
  readonly closes: readonly number[];
}

/** Starts a thread of a user in a slot. */
export function startThread(
  state: DriverState,
  program: Program,
  { todo, closes }: Task,
  slot: number,
): void {
  const procedure = state.shmemDrivers.length > 0 ? "shmem_user_thread" : "user_thread";
  enter(state, slot, program, procedure, { todo: [...todo], closes: [...closes] });
}

/** Puts the kernel threads into their slots. */
export function startKernelThreads(
  state: DriverState,
  program: Program,
  slots: readonly ProcessSlot[],
  threads: readonly KernelThread[],
): void {
  const first = slots.findIndex(({ kind }) => kind === "kernel thread");
  for (const [index, { operations }] of threads.entries()) {
    if (operations.length === 0) continue;
    enter(state, first + index, program, "kernel_thread", { todo: [...operations] });
  }
}

function enter(
  state: DriverState,
  slot: number,
  program: Program,
  procedure: string,
  local: Record<string, unknown>,
): void {
  const at = program.get(procedure)?.entry ?? null;
  state.processes[slot] = { stack: [{ procedure, at, local }], signalling: false };
}

/** The handles that operations use, each once, in order. */
export function handlesOf(operations: readonly Operation[]): number[] {
  return [...new Set(operations.flatMap(({ handle }) => handle ?? []))].toSorted((a, b) => a - b);
}
