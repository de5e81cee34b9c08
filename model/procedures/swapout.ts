/**
 * Swapping out by TTM (Linux 6.x, drivers/gpu/drm/ttm/ttm_bo.c, ttm_tt.c): pages of its pool go to
 * a file. Left out: the order of the list, and the count of pages that goes back to the caller.
 */
import { ref, type Ref } from "../../checker/refs.ts";
import { placementOf, resvOf } from "../cells/bo.ts";
import { krefGetUnlessZero } from "../cells/holders.ts";
import { objectIsEvictable } from "../cells/object-evictable.ts";
import { dmaResvIsIdle, dmaResvTrylock, dmaResvUnlock } from "../cells/reservation.ts";
import { ttmResourceAlloc, ttmResourceFree } from "../cells/resource.ts";
import { shmemFileSetup } from "../cells/shmem-file.ts";
import { ttmTtUnpopulate } from "../cells/tt.ts";
import { boUnmapVirtual } from "../cells/user-mapping.ts";
import type { Machine } from "../machine/machine.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { assertWorthWriting } from "../promises.ts";
import { ttmBoPut } from "./bo-release.ts";
import { swapNotify } from "./purge.ts";
import { cleanupRefs } from "./evict.ts";
import { handleMoveMem } from "./handle-move.ts";

export interface SwapoutLocal {
  bo?: Ref<"bos">;
  destination?: Ref<"resources">;
}

/**
 * Whether TTM may write a buffer object out. Whoever has no resource is on no list. The driver is
 * asked as for an eviction, and says no where somebody has pinned the pages.
 */
function isVictim(k: Machine, bo: Ref<"bos">): boolean {
  const { resource, tt, refs, object } = k.at(bo);
  if (resource === null || tt === null || refs.length === 0) return false;
  if (object !== null && !objectIsEvictable(k, object)) return false;
  const { pages, kind, swapped } = k.at(tt);
  return pages !== null && kind === "pool" && !swapped;
}

/** Takes the first victim whose lock is free. The spinlock of the lists is held. */
function takeVictim(k: Machine): Ref<"bos"> | null {
  for (let index = 0; index < k.state.bos.length; index++) {
    const bo = ref("bos", index);
    if (!k.isLive(bo) || !isVictim(k, bo) || !dmaResvTrylock(k, resvOf(k, bo))) continue;
    krefGetUnlessZero(k, k.at(bo), k.self);
    return bo;
  }
  return null;
}

export const ttmBoSwapout: Procedure<SwapoutLocal, 0> = procedure(
  "ttm_bo_swapout",
  "driver.md 10.4; ttm_bo.c",
  [
    step(
      "trylock a victim",
      (k) => {
        const bo = k.fails("-EBUSY", "trylock") ? null : takeVictim(k);
        if (bo === null) return k.ret(0);
        k.local.bo = bo;
        if (k.at(bo).deleted) return k.goto("free what was deleted");
      },
      "1",
    ),
    step(
      "move it to system memory, if it is elsewhere",
      (k) => {
        const bo = k.got("bo");
        if (placementOf(k, bo) === "SYSTEM") return k.goto("wait until it is idle");
        k.local.destination = ttmResourceAlloc(k, bo, "SYSTEM");
        return k.call(handleMoveMem, { bo, destination: k.local.destination, evict: true });
      },
      "3",
    ),
    follows(
      "did it move?",
      (k) => {
        if (k.resultOf(handleMoveMem) === 0) {
          delete k.local.destination;
          return k.goto("wait until it is idle");
        }
      },
      "3",
    ),
    follows(
      "free the destination",
      (k) => {
        ttmResourceFree(k, k.got("destination"));
        return k.goto("unlock it");
      },
      "3",
    ),
    step(
      "wait until it is idle",
      (k) => (dmaResvIsIdle(k, resvOf(k, k.got("bo")), "BOOKKEEP") ? undefined : k.wait()),
      "4",
    ),
    follows("remove the mappings of the user", (k) => boUnmapVirtual(k, k.got("bo")), "4"),
    follows("notify", (k) => k.call(swapNotify, { bo: k.got("bo") }), "4"),
    step(
      "write the pages to a file",
      (k) => {
        const { tt } = k.at(k.got("bo"));
        if (tt === null || k.at(tt).pages === null || k.fails("-ENOMEM")) return;
        assertWorthWriting(k, k.got("bo"));
        k.at(tt).swapStorage = shmemFileSetup(k);
        ttmTtUnpopulate(k, tt);
        k.at(tt).swapped = true;
      },
      "5",
    ),
    follows("unlock it", (k) => dmaResvUnlock(k, resvOf(k, k.got("bo"))), "6"),
    follows("put it", (k) => k.call(ttmBoPut, { bo: k.got("bo"), holder: k.self }), "6"),
    follows("return", (k) => k.ret(0), "6"),
    follows(
      "free what was deleted",
      (k) => k.call(cleanupRefs, { bo: k.got("bo"), noWaitGpu: false }, "put it"),
      "2",
    ),
  ],
);
