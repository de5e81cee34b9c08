/** How many there are of what the shmem helper has, and what there is at first. */
import { indices, ref } from "../../checker/refs.ts";
import type { DriverState } from "../state.ts";
import { handleHold, shmemObject } from "./cells.ts";

/** A driver on top of the shmem helper, with one object that the first file has a handle of. */
export interface ShmemSetup {
  /** Whether sg-tables are made of pinned pages only. Left out: they hold a use of their own. */
  readonly needsPins?: boolean;
  /** Whether the object grows when the GPU faults. */
  readonly isHeap?: boolean;
  /** How many handles there can be, one a file. */
  readonly handles?: number;
  /** How many areas of processes there can be. */
  readonly areas?: number;
  /** Whether there is a buffer of another device to be imported. */
  readonly hasForeignBuffer?: boolean;
}

type ShmemCells = Pick<
  DriverState,
  "shmemObjects" | "shmemPages" | "shmemSgts" | "gpuMappings" | "areas" | "dmaBufs" | "shmemDrivers"
>;

const none = (): ShmemCells => ({
  shmemObjects: [],
  shmemPages: [],
  shmemSgts: [],
  gpuMappings: [],
  areas: [],
  dmaBufs: [],
  shmemDrivers: [],
});

const free = (count: number): null[] => indices(count).map(() => null);

/** Yields the cells of a driver on top of the helper; none without one. */
export function shmemCells(setup: ShmemSetup | undefined): ShmemCells {
  if (setup === undefined) return none();
  const { needsPins = false, isHeap = false, handles = 1, areas = 2 } = setup;
  const isForeign = setup.hasForeignBuffer === true;
  return {
    shmemObjects: [shmemObject(isHeap, [handleHold(0)]), ...free(isForeign ? 1 : 0)],
    // Patches make a second vector or table of the same object.
    shmemPages: free(2),
    shmemSgts: free(3),
    gpuMappings: free(2 * handles),
    areas: free(areas),
    dmaBufs: isForeign
      ? [{ refs: ["user"], object: null, attached: false, sgt: null }, null]
      : free(1),
    shmemDrivers: [
      {
        needsPins,
        handles: [ref("shmemObjects", 0), ...free(handles - 1)],
        shrinkerLock: { lock: null },
        shrinkerList: [],
      },
    ],
  };
}
