/**
 * struct ttm_buffer_object (Linux 6.x, drivers/gpu/drm/ttm): the TTM half of a GEM object, or a
 * ghost that a pipelined move leaves behind to hold the old memory until the copy is done. Its
 * private reservation has its index. Left out: pin count, and the shared reservations of VM-private
 * objects.
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
  resource: Ref<"resources"> | null;
  tt: Ref<"tts"> | null;
  /** The delayed-delete worker owns it from now on. */
  deleted: boolean;
}

/** The reservation embedded in a buffer object. */
export const resvOf = (bo: Ref<"bos">): Ref<"reservations"> => ref("reservations", indexOf(bo));

/** Where a buffer object is now. */
export function placementOf(k: Machine, bo: Ref<"bos">): Placement {
  const { resource } = k.at(bo);
  if (resource !== null) return k.at(resource).placement;
  return k.fault("null-pointer", bo, "has no resource");
}
