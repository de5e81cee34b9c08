/** How big the pools of a scenario are. */

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
  /** All vmas: room for more than there are at first is for those that executions create. */
  readonly vmas: number;
  /** All address spaces: room for more than there are at first is for those that users create. */
  readonly vms: number;
  /** Tables of views of the GGTT. */
  readonly viewSgts: number;
  /** Handles of address spaces. */
  readonly vmHandles: number;
}

/** Enough for one or two objects; what a run cannot use costs next to nothing. */
export const usualPools: Pools = {
  bos: 4,
  resources: 5,
  blocks: 2,
  tts: 4,
  ioSgts: 3,
  vmaResources: 3,
  bindWorks: 2,
  requests: 4,
  memcpyWorks: 2,
  vmas: 0,
  vms: 0,
  viewSgts: 0,
  vmHandles: 0,
};

/** Nothing of the i915: for scenarios about bare locks, engines alone, or another driver. */
export const noPools = {
  bos: 0,
  resources: 0,
  blocks: 0,
  tts: 0,
  ioSgts: 0,
  vmaResources: 0,
  bindWorks: 0,
  requests: 0,
  memcpyWorks: 0,
} as const;
