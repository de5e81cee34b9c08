/**
 * struct ttm_buffer_object (Linux 6.x, drivers/gpu/drm/ttm): the TTM half of a GEM object, or a
 * ghost that a pipelined move leaves behind to hold the old memory until the copy is done. Its
 * private reservation has its index. Left out: the pin count.
 */
import { indexOf, ref, type Ref } from "../../checker/refs.ts";
import type { Machine } from "../machine/machine.ts";
import type { Refcounted } from "./holders.ts";
import type { Placement } from "./resource.ts";

export interface Bo extends Refcounted {
  /** The GEM object around it; null: a ghost. */
  readonly object: Ref<"objects"> | null;
  /** The buffer object that a ghost holds a reference on. */
  readonly ghostOf: Ref<"bos"> | null;
  /**
   * Its lock and its fences: `resv`. The embedded one, or that of the VM which it is private to.
   */
  resv: Ref<"reservations">;
  resource: Ref<"resources"> | null;
  tt: Ref<"tts"> | null;
  /** The delayed-delete worker owns it from now on. */
  deleted: boolean;
}

/** The reservation embedded in a buffer object. */
export const privateResvOf = (bo: Ref<"bos">): Ref<"reservations"> =>
  ref("reservations", indexOf(bo));

/** The reservation that a buffer object uses: its own, or that of its address space. */
export const resvOf = (k: Machine, bo: Ref<"bos">): Ref<"reservations"> => k.at(bo).resv;

/** Where a buffer object is now; null: nowhere, since it was gutted. */
export function placementIfAny(k: Machine, bo: Ref<"bos">): Placement | null {
  const { resource } = k.at(bo);
  return resource === null ? null : k.at(resource).placement;
}

/** Where a buffer object is now. */
export function placementOf(k: Machine, bo: Ref<"bos">): Placement {
  const { resource } = k.at(bo);
  if (resource !== null) return k.at(resource).placement;
  return k.fault("null-pointer", bo, "has no resource");
}
