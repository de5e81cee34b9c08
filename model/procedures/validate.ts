/**
 * Placing a buffer object (Linux 6.x, drivers/gpu/drm/ttm/ttm_bo.c). The object lock is held. Left
 * out: pinned objects.
 */
import type { Ref } from "../../checker/refs.ts";
import { placementIfAny, resvOf } from "../cells/bo.ts";
import { dmaFenceIsSignalled } from "../cells/fence.ts";
import { lmemManager } from "../cells/manager.ts";
import { dmaResvAddFence, dmaResvReserve, reserveNeedsMemory } from "../cells/reservation.ts";
import { hasRoom, ttmResourceAlloc, ttmResourceFree, type Placement } from "../cells/resource.ts";
import type { Status } from "../machine/errno.ts";
import { follows, procedure, step, type Procedure, type Step } from "../machine/procedure.ts";
import { createTtFor, pipelineGutting } from "./gutting.ts";
import { evictFirst } from "./evict.ts";
import { handleMoveMem, isInTt } from "./handle-move.ts";

interface ValidateLocal {
  bo: Ref<"bos">;
  /** In order of preference. */
  places: Placement[];
  /** Where others may be evicted to make room, if no place has any; left out: nowhere. */
  busy?: Placement[];
  noWaitGpu?: boolean;
  /** The places that are still to be tried. */
  left?: Placement[];
  destination?: Ref<"resources">;
  /** In between, where the way is too far for one move. */
  hop?: Ref<"resources">;
}

/** The second round: room is made where there is none. */
const makeRoom: readonly Step<ValidateLocal, Status>[] = [
  step(
    "make room in the next place",
    (k) => {
      const [place] = k.got("left");
      if (place === undefined) return k.ret("-ENOMEM");
      if (hasRoom(k, place, k.local.bo)) {
        k.local.destination = ttmResourceAlloc(k, k.local.bo, place);
        return k.goto("is there a fence of the manager?");
      }
      const { bo, noWaitGpu = false } = k.local;
      return k.call(evictFirst, { resv: resvOf(k, bo), noWaitGpu });
    },
    "2",
  ),
  follows(
    "was room made?",
    (k) => {
      const status = k.resultOf(evictFirst);
      if (status === "-EBUSY") k.local.left = k.got("left").slice(1);
      else if (status !== 0) return k.ret(status);
      return k.goto("make room in the next place");
    },
    "2",
  ),
];

/** Memory that an eviction has freed may be in use until the fence of the manager signals. */
const awaitEvictions: readonly Step<ValidateLocal, Status>[] = [
  follows(
    "is there a fence of the manager?",
    (k) => {
      const { placement } = k.at(k.got("destination"));
      if (placement === "SYSTEM" || k.at(lmemManager).move === null) return k.goto("move");
    },
    "3",
  ),
  // It may be a later one than when the memory was allocated.
  step(
    "add the fence of the manager",
    (k) => {
      const { bo, noWaitGpu, left } = k.local;
      const { move } = k.at(lmemManager);
      if (move === null) return k.goto("move");
      if (noWaitGpu !== true) return dmaResvAddFence(k, resvOf(k, bo), move, "KERNEL");
      if (dmaFenceIsSignalled(k, move)) return k.goto("move");
      ttmResourceFree(k, k.got("destination"));
      delete k.local.destination;
      // On to the next place of this round, or to the second round.
      k.local.left = left === undefined ? (k.local.busy ?? []).slice() : left.slice(1);
      return k.goto("make room in the next place");
    },
    "3",
  ),
  follows(
    "reserve a slot again",
    (k) => {
      const resv = resvOf(k, k.local.bo);
      if (reserveNeedsMemory(k, resv, 1) && k.fails("-ENOMEM")) {
        ttmResourceFree(k, k.got("destination"));
        return k.ret("-ENOMEM");
      }
      dmaResvReserve(k, resv, 1);
    },
    "3",
  ),
];

/** The way over system memory, which holds nothing yet; then the move is tried once more. */
const hop: readonly Step<ValidateLocal, Status>[] = [
  follows(
    "reserve a slot for the hop",
    (k) => {
      const resv = resvOf(k, k.local.bo);
      if (reserveNeedsMemory(k, resv, 1) && k.fails("-ENOMEM")) {
        ttmResourceFree(k, k.got("destination"));
        return k.ret("-ENOMEM");
      }
      dmaResvReserve(k, resv, 1);
    },
    "5",
  ),
  follows(
    "move to the hop",
    (k) => {
      k.local.hop = ttmResourceAlloc(k, k.local.bo, "SYSTEM");
      return k.call(handleMoveMem, { bo: k.local.bo, destination: k.local.hop });
    },
    "5",
  ),
  follows(
    "did it get there?",
    (k) => {
      const status = k.resultOf(handleMoveMem);
      if (status !== 0) {
        ttmResourceFree(k, k.got("hop"));
        ttmResourceFree(k, k.got("destination"));
        return k.ret(status);
      }
      if (k.at(k.local.bo).resource !== k.got("hop")) {
        k.fault("kernel-assertion", k.local.bo, "is not at the hop after the move to it");
      }
      delete k.local.hop;
      return k.goto("move");
    },
    "5",
  ),
];

/** Makes the current placement one of `places`, by a move if need be. */
export const ttmBoValidate: Procedure<ValidateLocal, Status> = procedure(
  "ttm_bo_validate",
  "driver.md 10.1; ttm_bo.c",
  [
    follows(
      "gut it, if there is no place for it",
      (k) => {
        const { bo, places } = k.local;
        if (places.length === 0) return k.call(pipelineGutting, { bo }, "return the status");
      },
      "1",
    ),
    follows(
      "does the current placement fit?",
      (k) => {
        const placement = placementIfAny(k, k.local.bo);
        const { places, busy = [] } = k.local;
        if (placement !== null && (places.includes(placement) || busy.includes(placement))) {
          return k.goto("create a tt");
        }
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
        const place = k.local.places.find((each) => hasRoom(k, each, k.local.bo));
        if (place !== undefined) {
          k.local.destination = ttmResourceAlloc(k, k.local.bo, place);
          return k.goto("is there a fence of the manager?");
        }
        if (k.local.busy === undefined) return k.ret("-ENOMEM");
        k.local.left = k.local.busy.slice();
      },
      "2",
    ),
    ...makeRoom,
    ...awaitEvictions,
    follows(
      "move",
      (k) => {
        const { bo, noWaitGpu } = k.local;
        delete k.local.left;
        const how = noWaitGpu === true ? { noWaitGpu } : {};
        return k.call(handleMoveMem, { bo, destination: k.got("destination"), ...how });
      },
      "5",
    ),
    follows(
      "did it move?",
      (k) => {
        const status = k.resultOf(handleMoveMem);
        if (status === 0) return;
        if (status === "-EMULTIHOP") return k.goto("reserve a slot for the hop");
        ttmResourceFree(k, k.got("destination"));
        return k.ret(status);
      },
      "5",
    ),
    follows(
      "create a tt",
      (k) => {
        const bo = k.at(k.local.bo);
        if (isInTt(k, k.local.bo) && bo.tt === null) {
          if (k.fails("-ENOMEM")) return k.ret("-ENOMEM");
          bo.tt = createTtFor(k, k.local.bo, true);
        }
        return k.ret(0);
      },
      "6",
    ),
    ...hop,
    follows("return the status", (k) => k.ret(k.resultOf(pipelineGutting)), "1"),
  ],
);
