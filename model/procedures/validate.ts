/**
 * Placing a buffer object (Linux 6.x, drivers/gpu/drm/ttm/ttm_bo.c). The object lock is held. Left
 * out: empty placements (purge), pinned objects, eviction of others (with one object there is
 * nobody to evict), the manager's move fence that only evictions leave, and hops over a third
 * placement.
 */
import type { Ref } from "../../checker/refs.ts";
import { placementOf, resvOf } from "../cells/bo.ts";
import { dmaResvReserve, reserveNeedsMemory } from "../cells/reservation.ts";
import {
  hasRoom,
  ttmResourceAlloc,
  ttmResourceFree,
  usesTt,
  type Placement,
} from "../cells/resource.ts";
import { ttmTtCreate, ttmTtDestroy } from "../cells/tt.ts";
import type { Status } from "../machine/errno.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { ttmMove } from "./move.ts";

interface HandleMoveLocal {
  bo: Ref<"bos">;
  destination: Ref<"resources">;
  status?: Status;
}

/** Moves a buffer object to a resource that has been allocated for it. */
export const handleMoveMem: Procedure<HandleMoveLocal, Status> = procedure(
  "ttm_bo_handle_move_mem",
  "driver.md 10.1; ttm_bo.c",
  [
    follows(
      "create a tt if the destination uses one",
      (k) => {
        const bo = k.at(k.local.bo);
        if (!usesTt(k.at(k.local.destination).placement) || bo.tt !== null) return;
        if (k.fails("-ENOMEM")) return k.ret("-ENOMEM");
        // Cleared by the allocator only if nothing will be copied into it.
        bo.tt = ttmTtCreate(k, usesTt(placementOf(k, k.local.bo)));
      },
      "2",
    ),
    step(
      "reserve a fence slot",
      (k) => {
        const resv = resvOf(k, k.local.bo);
        if (reserveNeedsMemory(k, resv, 1) && k.fails("-ENOMEM")) {
          k.local.status = "-ENOMEM";
          return k.goto("destroy the tt again");
        }
        dmaResvReserve(k, resv, 1);
      },
      "3",
    ),
    follows(
      "move",
      (k) => k.call(ttmMove, { bo: k.local.bo, destination: k.local.destination }),
      "4",
    ),
    follows(
      "did it move?",
      (k) => {
        const status = k.resultOf(ttmMove);
        if (status === 0) return k.ret(0);
        k.local.status = status;
      },
      "5",
    ),
    follows(
      "destroy the tt again",
      (k) => {
        const bo = k.at(k.local.bo);
        if (!usesTt(placementOf(k, k.local.bo)) && bo.tt !== null) {
          ttmTtDestroy(k, bo.tt);
          bo.tt = null;
        }
        return k.ret(k.local.status ?? 0);
      },
      "5",
    ),
  ],
);

interface ValidateLocal {
  bo: Ref<"bos">;
  /** In order of preference. */
  places: Placement[];
  destination?: Ref<"resources">;
}

/** Makes the current placement one of `places`, by a move if need be. */
export const ttmBoValidate: Procedure<ValidateLocal, Status> = procedure(
  "ttm_bo_validate",
  "driver.md 10.1; ttm_bo.c",
  [
    follows(
      "does the current placement fit?",
      (k) => {
        if (k.local.places.includes(placementOf(k, k.local.bo))) return k.goto("create a tt");
      },
      "2",
    ),
    step(
      "reserve a fence slot",
      (k) => {
        const resv = resvOf(k, k.local.bo);
        if (reserveNeedsMemory(k, resv, 1) && k.fails("-ENOMEM")) return k.ret("-ENOMEM");
        dmaResvReserve(k, resv, 1);
      },
      "2",
    ),
    step(
      "allocate the destination",
      (k) => {
        const place = k.local.places.find((each) => hasRoom(k, each));
        if (place === undefined) return k.ret("-ENOMEM");
        k.local.destination = ttmResourceAlloc(k, k.local.bo, place);
      },
      "2",
    ),
    follows(
      "move",
      (k) => k.call(handleMoveMem, { bo: k.local.bo, destination: k.got("destination") }),
      "5",
    ),
    follows(
      "did it move?",
      (k) => {
        const status = k.resultOf(handleMoveMem);
        if (status === 0) return;
        ttmResourceFree(k, k.got("destination"));
        return k.ret(status);
      },
      "5",
    ),
    follows(
      "create a tt",
      (k) => {
        const bo = k.at(k.local.bo);
        if (usesTt(placementOf(k, k.local.bo)) && bo.tt === null) {
          if (k.fails("-ENOMEM")) return k.ret("-ENOMEM");
          bo.tt = ttmTtCreate(k, true);
        }
        return k.ret(0);
      },
      "6",
    ),
  ],
);
