/**
 * What an eviction is to its victim (Linux 6.x, drivers/gpu/drm/ttm/ttm_bo.c): a move to system
 * memory by somebody who has no GEM reference, only one on the buffer object. Left out: the walk
 * over the lists, the one who needs the room, and the manager's move fence.
 */
import { ref, type Ref } from "../../checker/refs.ts";
import { placementIfAny, resvOf } from "../cells/bo.ts";
import { krefGetUnlessZero } from "../cells/holders.ts";
import { dmaResvTrylock, dmaResvUnlock } from "../cells/reservation.ts";
import { ttmResourceAlloc, ttmResourceFree } from "../cells/resource.ts";
import type { Machine } from "../machine/machine.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { ttmBoPut } from "./bo-release.ts";
import { handleMoveMem } from "./validate.ts";

interface EvictLocal {
  bo?: Ref<"bos">;
  destination?: Ref<"resources">;
}

/** The first buffer object in local memory whose lock is free, locked and referenced. */
function takeVictim(k: Machine): Ref<"bos"> | null {
  for (let index = 0; index < k.state.bos.length; index++) {
    const bo = ref("bos", index);
    if (!k.isLive(bo) || k.at(bo).object === null || k.at(bo).deleted) continue;
    if (placementIfAny(k, bo) !== "LMEM" || k.at(bo).refs.length === 0) continue;
    if (!dmaResvTrylock(k, resvOf(k, bo))) continue;
    krefGetUnlessZero(k.at(bo), k.self);
    return bo;
  }
  return null;
}

export const evictOne: Procedure<EvictLocal, 0> = procedure(
  "evict_local_memory",
  "driver.md 10.2; ttm_bo.c",
  [
    step("trylock a victim", (k) => {
      const bo = takeVictim(k);
      if (bo === null) return k.ret(0);
      k.local.bo = bo;
    }),
    step("move it to system memory", (k) => {
      const bo = k.got("bo");
      k.local.destination = ttmResourceAlloc(k, bo, "SYSTEM");
      return k.call(handleMoveMem, { bo, destination: k.local.destination });
    }),
    follows("free the destination, if it did not move", (k) => {
      if (k.resultOf(handleMoveMem) !== 0) ttmResourceFree(k, k.got("destination"));
      delete k.local.destination;
    }),
    follows("unlock it", (k) => dmaResvUnlock(k, resvOf(k, k.got("bo")))),
    follows("put it", (k) => k.call(ttmBoPut, { bo: k.got("bo"), holder: k.self })),
    follows("return", (k) => k.ret(0)),
  ],
);
