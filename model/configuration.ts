/** What a scenario consists of: how much there is of everything, and who does what with it. */
import type { BarrierSetup } from "./barriers/setup.ts";
import type { BindBits } from "./cells/bind-bits.ts";
import type { Device } from "./cells/device.ts";
import type { View } from "./cells/ggtt.ts";
import type { Layout } from "./cells/layout.ts";
import type { Backing } from "./cells/object.ts";
import type { Placement } from "./cells/resource.ts";
import type { Budget } from "./machine/injections.ts";
import type { Revision } from "./machine/patch.ts";
import type { Operation } from "./operations.ts";
import type { Pools } from "./pools.ts";
import type { Prologue } from "./prologue.ts";
import type { ShmemSetup } from "./shmem-helper/setup.ts";

/** An address space, and who may bind in it. */
export interface VmSetup {
  /** How many pages it has; a vma without guards takes one. */
  readonly slots?: number;
  /** Whether a page stays free between nodes of different colours. */
  readonly hasColouring?: boolean;
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
  /** Guard pages on each side. */
  readonly guard?: number;
  readonly colour?: number;
}

export interface ObjectSetup {
  /** The index of the address space whose reservation it shares; left out: it has its own. */
  readonly privateTo?: number;
  /**
   * How many handles the user has of it: one, if left out. Those of the first object come first.
   */
  readonly handles?: number;
  /** Where its system memory comes from; left out: from TTM's pool. */
  readonly backing?: Backing;
  /** Where it may live, the preferred place first; left out: local memory, then system memory. */
  readonly placements?: readonly Placement[];
  /** Where it is when nothing has happened yet, without pages; left out: in system memory. */
  readonly startsIn?: Placement;
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
  /** Handles of objects that nobody closes, so that these outlive everything. */
  readonly keeps?: readonly number[];
  /** What is unusual about the device or its driver. */
  readonly device?: Partial<Omit<Device, "wedged">>;
  /** Whether account is kept of what is in the memory: it multiplies the states. */
  readonly tracksContent?: boolean;
  /** How many resources there are for a bulk range of the LRU; left out: there is no bulk range. */
  readonly bulkRange?: number;
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
  /** How many GTs there are; left out: the device never sleeps. */
  readonly gts?: number;
  /** Whether account is kept of what TLBs may still reach: it multiplies the states. */
  readonly tracksTlb?: boolean;
  /** Whether there are bare locks and fences, for lock skeletons. */
  readonly skeleton?: boolean;
  /** Threads of the kernel, which no signal interrupts and which have no handles. */
  readonly kernelThreads?: readonly KernelThread[];
  /** How memory is laid out in pages. Left out: nobody tells pages apart. */
  readonly layout?: Layout;
  /** A driver on top of the shmem helper, whose threads do the operations. Left out: none. */
  readonly shmem?: ShmemSetup;
  /** An engine with contexts that leave idle barriers behind. Left out: none. */
  readonly barriers?: BarrierSetup;
  /** The version of the kernel that it is about. Left out: the landed one. */
  readonly revision?: Revision;
  /** How many failures of each class may be injected. */
  readonly injections?: Budget;
}
