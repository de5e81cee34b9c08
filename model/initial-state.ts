/**
 * The initial state of a scenario: one object in system memory, without pages, with a handle and a
 * vma in the one address space, and threads that are about to start. Everything else is allocated
 * as it runs.
 */
import { indices } from "../checker/refs.ts";
import { idleActive } from "./cells/active.ts";
import { reservation } from "./cells/reservation.ts";
import { injections, type InjectionClass } from "./machine/injections.ts";
import type { ProcessPools, ProcessSlot } from "./machine/processes.ts";
import type { Program } from "./machine/program.ts";
import type { Operation } from "./procedures/operations.ts";
import type { DriverState } from "./state.ts";

/** How many there may be at once of what the driver allocates. Running out is a ModelError. */
export interface Pools {
  /** Buffer objects: the object's own, and ghosts. */
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
}

export interface Configuration {
  readonly pools: Pools;
  readonly processes: ProcessPools;
  /** The operations of each thread, in order. */
  readonly threads: readonly (readonly Operation[])[];
  /** How many failures of each class may be injected. */
  readonly injections?: Partial<Record<InjectionClass, number>>;
  /** Whether binds go through a work. */
  readonly bindsAsync?: boolean;
}

const free = (count: number): null[] => indices(count).map(() => null);

export function initialState(
  { pools, threads, injections: budget, bindsAsync = true }: Configuration,
  slots: readonly ProcessSlot[],
  program: Program,
): DriverState {
  const spare = (count: number): null[] => free(count - 1);
  return {
    processes: slots.map((_, index) => firstFrame(threads[index], program)),
    fault: null,
    injections: injections(budget),
    failure: null,
    handles: ["objects:0"],
    objects: [
      {
        refs: ["user"],
        bo: "bos:0",
        pages: null,
        rsgt: null,
        pagesPins: [],
        cachedIoRsgt: null,
        unknownState: false,
        vmas: ["vmas:0"],
      },
    ],
    bos: [
      {
        refs: ["objects:0"],
        object: "objects:0",
        ghostOf: null,
        resource: "resources:0",
        tt: "tts:0",
        deleted: false,
      },
      ...spare(pools.bos),
    ],
    reservations: [reservation(), ...spare(pools.bos)],
    resources: [{ placement: "SYSTEM", block: null, bo: "bos:0" }, ...spare(pools.resources)],
    blocks: free(pools.blocks),
    tts: [{ pages: null, zeroAlloc: true }, ...spare(pools.tts)],
    ttSgts: [{ refs: ["tts:0"], table: null }, ...spare(pools.tts)],
    pageVectors: free(pools.tts),
    ioSgts: free(pools.ioSgts),
    vms: [{ refs: ["user"], lock: null, nodes: [null], pendingUnbind: [], bindsAsync }],
    pageTables: [{ entries: [null] }],
    vmas: [
      {
        object: "objects:0",
        vm: "vms:0",
        node: null,
        bound: false,
        pins: [],
        pages: null,
        pagesUsers: 0,
        pagesBindings: 0,
        resource: null,
      },
    ],
    actives: [idleActive],
    vmaResources: free(pools.vmaResources),
    unbindFences: free(pools.vmaResources),
    bindWorks: free(pools.bindWorks),
    bindFences: free(pools.bindWorks),
    requests: free(pools.requests),
    requestFences: free(pools.requests),
    memcpyWorks: free(pools.memcpyWorks),
    migrationFences: free(pools.memcpyWorks),
    timelines: [{ queue: [] }, { queue: [] }],
  };
}

/** A thread at its first step; null for the slots of processes that the driver will start. */
function firstFrame(
  todo: readonly Operation[] | undefined,
  program: Program,
): DriverState["processes"][number] {
  if (todo === undefined) return null;
  const at = program.get("user_thread")?.entry ?? null;
  const local = { handle: 0, todo: [...todo] };
  return { stack: [{ procedure: "user_thread", at, local }], signalling: false };
}
