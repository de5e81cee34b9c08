/**
 * The state of the driver: a plain tree whose top-level arrays are collections of cells. A freed
 * cell is null, so that equal situations are equal states. Collections of structs that are embedded
 * in one another share indices: `unbindFences:1` lies in `vmaResources:1`.
 */
import type { Ref } from "../checker/refs.ts";
import type { ActiveNode, Engine, EngineContext } from "./barriers/cells.ts";
import type { Active } from "./cells/active.ts";
import type { Bo } from "./cells/bo.ts";
import type { Gt } from "./cells/gt.ts";
import type { BulkRange } from "./cells/bulk-range.ts";
import type { DmaFence } from "./cells/fence.ts";
import type { FenceRegister } from "./cells/ggtt.ts";
import type { Content, ObjectContent } from "./cells/content.ts";
import type { Device } from "./cells/device.ts";
import type { GemObject } from "./cells/object.ts";
import type { Layout } from "./cells/layout.ts";
import type { PageContent } from "./cells/page-content.ts";
import type { Manager } from "./cells/manager.ts";
import type { Request, Timeline } from "./cells/request.ts";
import type { Reservation } from "./cells/reservation.ts";
import type { Block, TtmResource } from "./cells/resource.ts";
import type { BareLock, Promised } from "./cells/skeleton.ts";
import type { RuntimePm } from "./cells/runtime-pm.ts";
import type { Tlb } from "./cells/tlb.ts";
import type { PlainSgt, Sgt, ViewSgt } from "./cells/sgt.ts";
import type { ShmemFile } from "./cells/shmem-file.ts";
import type { PageVector, Tt } from "./cells/tt.ts";
import type { UserMapping } from "./cells/user-mapping.ts";
import type { PageTable, Vm } from "./cells/vm.ts";
import type { VmaResource } from "./cells/vma-resource.ts";
import type { Vma } from "./cells/vma.ts";
import type { BindWork, MemcpyWork } from "./cells/works.ts";
import type {
  Area,
  DmaBuf,
  GpuMapping,
  ShmemDriver,
  ShmemObject,
  ShmemPages,
  ShmemSgt,
} from "./shmem-helper/cells.ts";
import type { Fault } from "./machine/faults.ts";
import type { Injections } from "./machine/injections.ts";
import type { Process } from "./machine/processes.ts";
import type { Errno } from "./machine/errno.ts";

type Pool<Cell> = (Cell | null)[];

/** What a user asked for and did not get. */
export interface Failure {
  readonly operation: string;
  readonly error: Errno;
  /** Whether some failure had been injected by then. */
  readonly excused: boolean;
}

export interface DriverState {
  processes: Pool<Process>;
  /** The first misuse that a primitive found; null: none. Nothing runs any more once it is set. */
  fault: Fault | null;
  injections: Injections;
  /** The first operation that failed without an excuse, or else the first that failed at all. */
  failure: Failure | null;
  /** The user's handles; null: closed. */
  handles: (Ref<"objects"> | null)[];
  /** The address spaces of the user's contexts, each with a reference; null: closed. */
  contexts: (Ref<"vms"> | null)[];
  /** The user's table of handles of address spaces, by number; null: not in use. */
  vmHandles: (Ref<"vms"> | null)[];
  objects: Pool<GemObject>;
  bos: Pool<Bo>;
  reservations: Pool<Reservation>;
  resources: Pool<TtmResource>;
  blocks: Pool<Block>;
  tts: Pool<Tt>;
  pageVectors: Pool<PageVector>;
  ioSgts: Pool<Sgt>;
  ttSgts: Pool<Sgt>;
  plainSgts: Pool<PlainSgt>;
  files: Pool<ShmemFile>;
  userMappings: Pool<UserMapping>;
  vms: Pool<Vm>;
  pageTables: Pool<PageTable>;
  /** One for each address space in scenarios that track TLBs, else none. */
  tlbs: Pool<Tlb>;
  vmas: Pool<Vma>;
  actives: Pool<Active>;
  vmaResources: Pool<VmaResource>;
  unbindFences: Pool<DmaFence>;
  bindWorks: Pool<BindWork>;
  bindFences: Pool<DmaFence>;
  requests: Pool<Request>;
  requestFences: Pool<DmaFence>;
  memcpyWorks: Pool<MemcpyWork>;
  migrationFences: Pool<DmaFence>;
  timelines: Pool<Timeline>;
  /** None: the scenario does not look at power. */
  gts: Pool<Gt>;
  /** Of lock skeletons; none elsewhere. */
  locks: Pool<BareLock>;
  promises: Pool<Promised>;
  devices: Pool<Device>;
  managers: Pool<Manager>;
  /** What is in the memory, by block and by page vector: ghosts, and none where none are kept. */
  blockContents: Pool<Content>;
  pageContents: Pool<Content>;
  objectContents: Pool<ObjectContent>;
  /** Of scenarios about the LRU alone; none elsewhere. */
  bulkRanges: Pool<BulkRange>;
  /** One: the scenario looks at runtime power management; none: the device never sleeps. */
  runtimePms: Pool<RuntimePm>;
  /** The tables of views of the GGTT; none where there are no such views. */
  viewSgts: Pool<ViewSgt>;
  /** None: nothing is tiled. */
  fenceRegisters: Pool<FenceRegister>;
  /** One in scenarios that tell pages apart; none elsewhere, and none of the next three. */
  layouts: Pool<Layout>;
  /** What is in the pages of local memory, and of the page vectors: ghosts. */
  localPages: Pool<PageContent>;
  systemPages: Pool<PageContent>;
  /** Which objects a job has written: they hold more than zeroes. Ghosts. */
  writtenObjects: Pool<{ written: boolean }>;
  /** Of a driver on top of the shmem helper; none elsewhere, and none of the next six. */
  shmemObjects: Pool<ShmemObject>;
  shmemPages: Pool<ShmemPages>;
  shmemSgts: Pool<ShmemSgt>;
  gpuMappings: Pool<GpuMapping>;
  areas: Pool<Area>;
  dmaBufs: Pool<DmaBuf>;
  shmemDrivers: Pool<ShmemDriver>;
  /** Of an engine with idle barriers; none elsewhere, and none of the next two. */
  engineContexts: Pool<EngineContext>;
  activeNodes: Pool<ActiveNode>;
  engines: Pool<Engine>;
}

/** The keys of the state that are collections of cells. */
export type CollectionName = {
  [Key in keyof DriverState]: DriverState[Key] extends readonly unknown[] ? Key : never;
}[keyof DriverState];

/** What a live cell of a collection holds. */
export type CellOf<C extends CollectionName> = NonNullable<DriverState[C][number]>;

/** The collections that the driver allocates from as it runs. */
export type PoolName = Exclude<
  CollectionName,
  | "processes"
  | "handles"
  | "contexts"
  | "vmHandles"
  | "timelines"
  | "gts"
  | "devices"
  | "managers"
  | "runtimePms"
  | "fenceRegisters"
  | "layouts"
  | "localPages"
  | "systemPages"
  | "writtenObjects"
  | "shmemDrivers"
  | "engines"
>;
