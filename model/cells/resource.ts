/**
 * struct ttm_resource (Linux 6.x, drivers/gpu/drm/ttm/ttm_resource.c) and the LMEM manager's
 * blocks. A resource in local memory is one block, which has pages only in scenarios about them.
 * Left out: the LRU; the manager's move fence is a cell of its own.
 */
import type { Ref } from "../../checker/refs.ts";
import type { Machine } from "../machine/machine.ts";
import type { BuddyBlock } from "../scatterlist/from-buddy.ts";
import { hasPages, runsFor } from "./layout.ts";

/** "TT": a manager of other drivers, whose memory is a tt as well but is not swapped from there. */
export type Placement = "LMEM" | "SYSTEM" | "TT";

export interface TtmResource {
  readonly placement: Placement;
  readonly block: Ref<"blocks"> | null;
  /** The back pointer. */
  bo: Ref<"bos">;
}

/** A block of local memory that is in use. */
export interface Block {
  readonly owner: Ref<"resources">;
  /** The pages that it consists of, in order, where there are pages. */
  readonly runs?: readonly BuddyBlock[];
}

/** Says whether a placement keeps its pages in a tt: the manager's use_tt. */
export const usesTt = (placement: Placement): boolean => placement !== "LMEM";

/** Says whether local memory has a block to spare for a buffer object. */
export function hasRoom(k: Machine, placement: Placement, bo: Ref<"bos">): boolean {
  if (placement !== "LMEM") return true;
  return k.state.blocks.some((block) => block === null) && runsFor(k, bo) !== null;
}

/** Allocates a resource, with a block if it is in local memory. Kernel: ttm_resource_alloc(). */
export function ttmResourceAlloc(
  k: Machine,
  bo: Ref<"bos">,
  placement: Placement,
): Ref<"resources"> {
  const resource = k.alloc("resources", { placement, block: null, bo });
  if (placement === "LMEM") {
    const runs =
      runsFor(k, bo) ?? k.fault("kernel-assertion", bo, "is given room that is not there");
    const block = k.alloc("blocks", { owner: resource, ...(hasPages(k) && { runs }) });
    k.allocAt(resource, { placement, block, bo });
  }
  return resource;
}

/** Frees a resource and returns its block. Kernel: ttm_resource_free(). */
export function ttmResourceFree(k: Machine, resource: Ref<"resources">): void {
  const { block } = k.at(resource);
  if (block !== null) k.free(block);
  k.free(resource);
}
