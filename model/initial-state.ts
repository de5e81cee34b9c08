/**
 * The initial state of a scenario: objects in system memory, without pages, each with a handle;
 * address spaces; vmas; and threads that are about to start. Everything else is allocated as it
 * runs.
 */
import { indices, ref, type Ref } from "../checker/refs.ts";
import { idleActive } from "./cells/active.ts";
import type { BindBits } from "./cells/bind-bits.ts";
import { awakeRpm } from "./cells/runtime-pm.ts";
import { freeRegister, ggttVma, type Ggtt, type View } from "./cells/ggtt.ts";
import { gemObject } from "./cells/object.ts";
import { reservation } from "./cells/reservation.ts";
import type { TtmResource } from "./cells/resource.ts";
import { unboundVma } from "./cells/vma.ts";
import { injections, type InjectionClass } from "./machine/injections.ts";
import { processSlots, type ProcessPools, type ProcessSlot } from "./machine/processes.ts";
import type { Program } from "./machine/program.ts";
import type { Operation } from "./operations.ts";
import type { Prologue } from "./prologue.ts";
import type { DriverState } from "./state.ts";

/** How many there may be at once of what the driver allocates. Running out is a ModelError. */
export interface Pools {
  /** Buffer objects: the objects' own, and ghosts. */
  readonly bos: number;
  readonly resources: number;
  /** Blocks of local memory: here, running out is an error that the driver handles. */
  readonly blocks: number;
  readonly tts: number;
  readonly ioSgts: number;
  readonly vmaResources: number;
  readonly bindWorks: number;
  readonly requests: number;
  readonly memcpyWorks: number;
  /** Tables of views. */
  readonly viewSgts: number;
}

/** Enough for one or two objects; what a run cannot use costs next to nothing. */
const usualPools: Pools = {
  bos: 4,
  resources: 5,
  blocks: 2,
  tts: 4,
  ioSgts: 3,
  vmaResources: 3,
  bindWorks: 2,
  requests: 4,
  memcpyWorks: 2,
  viewSgts: 0,
};

/** An address space, and who may bind in it. */
export interface VmSetup {
  /** How many vmas it has room for. */
  readonly slots?: number;
  /** Whether binds go through a work. */
  readonly bindsAsync?: boolean;
  /** Left out: a ppGTT. */
  readonly ggtt?: GgttSetup;
}

export interface GgttSetup {
  /** Which binds go through a work. Left out: none. */
  readonly asyncBits?: BindBits;
  /** The index of the address space behind it, which takes the LOCAL binds. */
  readonly alias?: number;
}

export interface VmaSetup {
  readonly object: number;
  readonly vm: number;
  /** Of a vma in the GGTT. Left out: "normal". */
  readonly view?: View;
}

export interface ObjectSetup {
  /** The index of the address space whose reservation it shares; left out: it has its own. */
  readonly privateTo?: number;
  /**
   * How many handles the user has of it: one, if left out. Those of the first object come first.
   */
  readonly handles?: number;
}

/** Such as the shrinker, or an error capture. */
export interface KernelThread {
  /** What traces call it. */
  readonly name: string;
  readonly operations: readonly Operation[];
}

export interface Configuration {
  /** What differs from `usualPools`. */
  readonly pools?: Partial<Pools>;
  /** Left out: one object. */
  readonly objects?: readonly ObjectSetup[];
  /** Left out: one address space with one slot. */
  readonly vms?: readonly VmSetup[];
  /** Which objects have a vma where. Left out: each object in each address space. */
  readonly vmas?: readonly VmaSetup[];
  /** Whether the device sleeps when nobody needs it, and the CPU has mappings through the GGTT. */
  readonly sleeps?: boolean;
  /** How many fence registers there are. Left out: nothing is tiled. */
  readonly fenceRegisters?: number;
  /** What has happened before the exploration starts. */
  readonly prologue?: Prologue;
  /**
   * The operations of each thread, in order. A thread closes the handles that it uses at its end.
   */
  readonly threads: readonly (readonly Operation[])[];
  /** Threads of the kernel, which no signal interrupts and which have no handles. */
  readonly kernelThreads?: readonly KernelThread[];
  /** How many failures of each class may be injected. */
  readonly injections?: Partial<Record<InjectionClass, number>>;
}

const free = (count: number): null[] => indices(count).map(() => null);

/** Lays out the processes that a configuration can have at once. */
export function slotsFor(configuration: Configuration): ProcessSlot[] {
  const names = (configuration.kernelThreads ?? []).map(({ name }) => name);
  return processSlots(processPools(configuration), names);
}

function processPools(configuration: Configuration): ProcessPools {
  const { pools: given, threads, kernelThreads = [], objects = [{}] } = configuration;
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
    ...fenceCells(filled),
    runtimePms: configuration.sleeps === true ? [awakeRpm()] : [],
    viewSgts: free(filled.pools.viewSgts),
    fenceRegisters: indices(configuration.fenceRegisters ?? 0).map(() => freeRegister()),
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
    objects: objects.map(({ handles = 1 }, index) =>
      gemObject(
        ref("bos", index),
        handles,
        vmas.flatMap(({ object }, vma) => (object === index ? [ref("vmas", vma)] : [])),
      ),
    ),
    bos: [
      ...objects.map(({ privateTo }, index) => ({
        refs: [ref("objects", index)],
        object: ref("objects", index),
        ghostOf: null,
        resource: ref("resources", index),
        tt: ref("tts", index),
        resv: privateTo === undefined ? ref("reservations", index) : vmResv(filled, privateTo),
        deleted: false,
      })),
      ...spare,
    ],
    reservations: [...objects.map(() => reservation()), ...spare, ...vms.map(() => reservation())],
  };
}

/** System memory for every object, and nothing in local memory. */
function memoryCells({
  pools,
  objects,
}: Filled): Pick<
  DriverState,
  "resources" | "blocks" | "tts" | "ttSgts" | "pageVectors" | "ioSgts"
> {
  const inSystem = (index: number): TtmResource => ({
    placement: "SYSTEM",
    block: null,
    bo: ref("bos", index),
  });
  const spareTts = free(pools.tts - objects.length);
  return {
    resources: [
      ...objects.map((_, index) => inSystem(index)),
      ...free(pools.resources - objects.length),
    ],
    blocks: free(pools.blocks),
    tts: [...objects.map(() => ({ pages: null, zeroAlloc: true })), ...spareTts],
    ttSgts: [
      ...objects.map((_, index) => ({ refs: [ref("tts", index)], table: null })),
      ...spareTts,
    ],
    pageVectors: free(pools.tts),
    ioSgts: free(pools.ioSgts),
  };
}

const ggttOf = ({ asyncBits = 0, alias }: GgttSetup): Ggtt => ({
  asyncBits,
  alias: alias === undefined ? null : ref("vms", alias),
});

/** Address spaces, and vmas that have never been bound in them. */
function bindingCells(
  filled: Filled,
): Pick<DriverState, "vms" | "pageTables" | "vmas" | "actives" | "vmaResources" | "bindWorks"> {
  const { pools, objects, vms, vmas } = filled;
  const privateTo = (vm: number): Ref<"objects">[] =>
    objects.flatMap((each, index) => (each.privateTo === vm ? [ref("objects", index)] : []));
  return {
    vms: vms.map(({ slots = 1, bindsAsync = true, ggtt }, index) => ({
      refs: ["user"],
      lock: null,
      resv: vmResv(filled, index),
      resvRefs: [ref("vms", index), ...privateTo(index)],
      nodes: free(slots),
      pendingUnbind: [],
      bindsAsync,
      ...(ggtt === undefined ? {} : { ggtt: ggttOf(ggtt) }),
    })),
    pageTables: vms.map(({ slots = 1 }) => ({ entries: free(slots) })),
    vmas: vmas.map(({ object, vm, view = "normal" }) => ({
      ...unboundVma(ref("objects", object), ref("vms", vm)),
      ...(vms[vm]?.ggtt === undefined ? {} : { ggtt: ggttVma(view) }),
    })),
    actives: vmas.map(() => idleActive()),
    vmaResources: free(pools.vmaResources),
    bindWorks: free(pools.bindWorks),
  };
}

/** Fences, with the structs that they are embedded in where those are nothing else. */
function fenceCells({
  pools,
}: Filled): Pick<
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
    timelines: [{ queue: [] }, { queue: [] }],
  };
}

/**
 * Puts a thread that is about to do `todo`, and then to close some handles, into the first slot.
 */
export function startThread(
  state: DriverState,
  program: Program,
  todo: readonly Operation[],
  closes: readonly number[],
): void {
  const slot = state.processes.indexOf(null);
  enter(state, slot, program, "user_thread", { todo: [...todo], closes: [...closes] });
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
