/**
 * Moving a buffer object to a resource that has been allocated for it (Linux 6.x,
 * drivers/gpu/drm/ttm/ttm_bo.c), for whoever places it and for whoever evicts it. The object lock
 * is held.
 */
import type { Ref } from "../../checker/refs.ts";
import { placementIfAny, resvOf } from "../cells/bo.ts";
import { theDevice } from "../cells/device.ts";
import { dmaResvReserve, reserveNeedsMemory } from "../cells/reservation.ts";
import { usesTt } from "../cells/resource.ts";
import { ttmTtDestroy } from "../cells/tt.ts";
import { boUnmapVirtual } from "../cells/user-mapping.ts";
import type { Status } from "../machine/errno.ts";
import type { Machine } from "../machine/machine.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { createTtFor } from "./gutting.ts";
import { ttmMove } from "./move.ts";

/** Whether a buffer object has its pages in a tt now, or nowhere. */
export function isInTt(k: Machine, bo: Ref<"bos">): boolean {
  const placement = placementIfAny(k, bo);
  return placement === null || usesTt(placement);
}

interface HandleMoveLocal {
  bo: Ref<"bos">;
  destination: Ref<"resources">;
  /** Somebody else wants its memory. */
  evict?: boolean;
  noWaitGpu?: boolean;
  status?: Status;
}

/** Faults if a move that reports success went nowhere. What nobody needs is purged instead. */
function assertMoved(k: Machine, { bo, destination }: HandleMoveLocal): void {
  const { resource, object } = k.at(bo);
  if (resource === destination || (object !== null && k.at(object).madv !== "WILLNEED")) return;
  k.fault("kernel-assertion", bo, "is not where a successful move should have brought it");
}

/** Moves a buffer object to a resource that has been allocated for it. */
export const handleMoveMem: Procedure<HandleMoveLocal, Status> = procedure(
  "ttm_bo_handle_move_mem",
  "driver.md 10.1; ttm_bo.c",
  [
    follows("remove the mappings of the user", (k) => boUnmapVirtual(k, k.local.bo), "1"),
    follows(
      "create a tt if the destination uses one",
      (k) => {
        const bo = k.at(k.local.bo);
        if (!usesTt(k.at(k.local.destination).placement) || bo.tt !== null) return;
        if (k.fails("-ENOMEM")) return k.ret("-ENOMEM");
        // Cleared by the allocator only if nothing will be copied into it.
        bo.tt = createTtFor(k, k.local.bo, isInTt(k, k.local.bo));
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
      (k) => {
        // The hook of the driver.
        const { bo, destination, evict, noWaitGpu } = k.local;
        const how = { ...(evict === true && { evict }), ...(noWaitGpu === true && { noWaitGpu }) };
        return k.callPointer(k.at(theDevice).move, { bo, destination, ...how });
      },
      "4",
    ),
    follows(
      "did it move?",
      (k) => {
        const status = k.resultOf(ttmMove); // as yielded by every move
        if (status === 0) assertMoved(k, k.local);
        if (status === 0 || status === "-EMULTIHOP") return k.ret(status);
        k.local.status = status;
      },
      "5",
    ),
    follows(
      "destroy the tt again",
      (k) => {
        const bo = k.at(k.local.bo);
        if (!isInTt(k, k.local.bo) && bo.tt !== null) {
          ttmTtDestroy(k, bo.tt);
          bo.tt = null;
        }
        return k.ret(k.local.status ?? 0);
      },
      "5",
    ),
  ],
);
