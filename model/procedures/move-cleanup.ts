/**
 * Cleaning up behind a move (Linux 6.x, drivers/gpu/drm/ttm/ttm_bo_util.c): either the buffer
 * object is idle and its old memory is freed, or a ghost keeps the old memory until the copy is
 * done. Behind an eviction from local memory, the old memory is freed at once: whoever gets it next
 * waits for the fence of the manager.
 */
import type { Ref } from "../../checker/refs.ts";
import { privateResvOf, resvOf, type Bo } from "../cells/bo.ts";
import type { FenceRef } from "../cells/fence.ts";
import { krefGet } from "../cells/holders.ts";
import {
  dmaResvAddFence,
  dmaResvIsIdle,
  dmaResvReserve,
  dmaResvTrylock,
  dmaResvUnlock,
  reservation,
} from "../cells/reservation.ts";
import { publishMoveFence } from "../cells/manager.ts";
import { ttmResourceFree, usesTt } from "../cells/resource.ts";
import { ttmTtDestroy } from "../cells/tt.ts";
import type { Status } from "../machine/errno.ts";
import type { Machine } from "../machine/machine.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { ttmBoPut } from "./bo-release.ts";

/** Says whether the destination keeps its pages in a tt. */
const keepsTt = (k: Machine, destination: Ref<"resources">): boolean =>
  usesTt(k.at(destination).placement);

export const moveSyncCleanup: Procedure<{ bo: Ref<"bos">; destination: Ref<"resources"> }, 0> =
  procedure("ttm_bo_move_sync_cleanup", "driver.md 5 M10; ttm_bo_util.c", [
    step("wait until the reservation is idle", (k) =>
      dmaResvIsIdle(k, resvOf(k, k.local.bo), "BOOKKEEP") ? undefined : k.wait(),
    ),
    follows("destroy the tt", (k) => {
      const bo = k.at(k.local.bo);
      if (bo.tt === null || keepsTt(k, k.local.destination)) return;
      ttmTtDestroy(k, bo.tt);
      bo.tt = null;
    }),
    follows("free the old resource, and assign the new one", (k) => {
      const bo = k.at(k.local.bo);
      if (bo.resource !== null) ttmResourceFree(k, bo.resource);
      bo.resource = k.local.destination;
    }),
  ]);

export interface AccelCleanupLocal {
  bo: Ref<"bos">;
  destination: Ref<"resources">;
  fence: FenceRef;
  /** The memory is wanted by somebody else. */
  evict?: boolean;
  ghost?: Ref<"bos">;
}

/** What a buffer object has before it is assigned the destination. */
function oldResource(k: Machine, bo: Ref<"bos">): Ref<"resources"> {
  const { resource } = k.at(bo);
  return resource ?? k.fault("null-pointer", bo, "has no resource");
}

/** Allocates a ghost as a copy of the buffer object, with a locked reservation of its own. */
export function createGhost(k: Machine, original: Ref<"bos">): Ref<"bos"> {
  const copy: Omit<Bo, "resv"> = {
    refs: [k.self],
    object: null,
    ghostOf: original,
    resource: null,
    tt: k.at(original).tt,
    deleted: false,
  };
  // The pointer to its reservation is set as soon as there is an address for it.
  const ghost = k.alloc("bos", { ...copy, resv: resvOf(k, original) });
  const resv = privateResvOf(ghost);
  k.at(ghost).resv = resv;
  k.allocAt(resv, reservation());
  dmaResvTrylock(k, resv);
  return ghost;
}

/**
 * Faults if a ghost is unlocked before it is complete, or by somebody who has let go of it. Whoever
 * locks it next takes it for an object like any other.
 */
function assertHandedOver(k: Machine, { bo, ghost }: AccelCleanupLocal): void {
  if (ghost === undefined) return;
  const { refs, tt } = k.at(ghost);
  if (!refs.includes(k.self)) {
    k.fault("kernel-assertion", ghost, "is unlocked by somebody who has put it");
  }
  if (tt !== null && tt === k.at(bo).tt) {
    k.fault("kernel-assertion", ghost, "is unlocked while it has the same tt as its original");
  }
}

export const moveAccelCleanup: Procedure<AccelCleanupLocal, Status> = procedure(
  "ttm_bo_move_accel_cleanup",
  "driver.md 5 B5; ttm_bo_util.c",
  [
    step(
      "add the fence to the reservation",
      (k) => dmaResvAddFence(k, resvOf(k, k.local.bo), k.local.fence, "KERNEL"),
      "1",
    ),
    follows("is it an eviction?", (k) => {
      if (k.local.evict !== true) return;
      return k.goto(
        keepsTt(k, oldResource(k, k.local.bo))
          ? "wait until the copy is done"
          : "publish the fence",
      );
    }),
    follows(
      "create the ghost",
      (k) => {
        if (k.fails("-ENOMEM")) return k.ret("-ENOMEM");
        k.local.ghost = createGhost(k, k.local.bo);
      },
      "2; 10.5 a, b",
    ),
    follows(
      "reserve a slot of the ghost",
      (k) => {
        const ghost = k.got("ghost");
        if (k.fails("-ENOMEM")) {
          k.free(privateResvOf(ghost));
          k.free(ghost);
          return k.ret("-ENOMEM");
        }
        dmaResvReserve(k, resvOf(k, ghost), 1);
      },
      "2; 10.5 c",
    ),
    step(
      "give it the old resource",
      (k) => {
        const bo = k.at(k.local.bo);
        const ghost = k.at(k.got("ghost"));
        if (bo.resource === null) return k.fault("null-pointer", k.local.bo, "has no resource");
        ghost.resource = bo.resource;
        k.at(bo.resource).bo = k.got("ghost");
        bo.resource = null;
      },
      "2; 10.5 d",
    ),
    follows(
      "let it hold the original",
      (k) => krefGet(k, k.local.bo, k.at(k.local.bo), k.got("ghost")),
      "2; 10.5 e",
    ),
    follows(
      "add the fence to the ghost",
      (k) => dmaResvAddFence(k, resvOf(k, k.got("ghost")), k.local.fence, "KERNEL"),
      "2",
    ),
    follows(
      "hand over the tt, if the destination needs none",
      (k) => {
        if (keepsTt(k, k.local.destination)) k.at(k.got("ghost")).tt = null;
        else k.at(k.local.bo).tt = null;
      },
      "2",
    ),
    follows(
      "unlock the ghost",
      (k) => {
        assertHandedOver(k, k.local);
        dmaResvUnlock(k, resvOf(k, k.got("ghost")));
      },
      "2",
    ),
    follows("put the ghost", (k) => k.call(ttmBoPut, { bo: k.got("ghost"), holder: k.self }), "2"),
    follows(
      "assign the destination",
      (k) => {
        k.at(k.local.bo).resource = k.local.destination;
        return k.ret(0);
      },
      "5",
    ),
    step("publish the fence", (k) => publishMoveFence(k, k.local.fence), "3"),
    follows(
      "free the old resource",
      (k) => {
        ttmResourceFree(k, oldResource(k, k.local.bo));
        return k.goto("assign the destination");
      },
      "3",
    ),
    step(
      "wait until the copy is done",
      (k) => (dmaResvIsIdle(k, resvOf(k, k.local.bo), "BOOKKEEP") ? undefined : k.wait()),
      "4",
    ),
    follows(
      "free what is left behind",
      (k) => {
        const bo = k.at(k.local.bo);
        if (bo.tt !== null && !keepsTt(k, k.local.destination)) {
          ttmTtDestroy(k, bo.tt);
          bo.tt = null;
        }
        ttmResourceFree(k, oldResource(k, k.local.bo));
        return k.goto("assign the destination");
      },
      "4",
    ),
  ],
);
