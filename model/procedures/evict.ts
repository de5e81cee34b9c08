/**
 * Evicting a buffer object, so that somebody else gets its local memory (Linux 6.x,
 * drivers/gpu/drm/ttm/ttm_bo.c). The victim is any one that can be locked without waiting and is
 * worth it. Left out: the order of the LRU, pinned buffer objects, and hops over a third placement.
 */
import { indexOf, type Ref } from "../../checker/refs.ts";
import { privateResvOf, resvOf } from "../cells/bo.ts";
import { theDevice } from "../cells/device.ts";
import { dmaFenceGet, dmaFenceIsSignalled, dmaFencePut, type FenceRef } from "../cells/fence.ts";
import { krefGetUnlessZero } from "../cells/holders.ts";
import { lmemManager } from "../cells/manager.ts";
import { freeCachedIoRsgt } from "../cells/object-tables.ts";
import { objectIsEvictable } from "../cells/object-evictable.ts";
import {
  dmaResvIsIdle,
  dmaResvReserve,
  dmaResvTrylock,
  dmaResvUnlock,
  reserveNeedsMemory,
} from "../cells/reservation.ts";
import { ttmResourceAlloc, ttmResourceFree } from "../cells/resource.ts";
import type { Status } from "../machine/errno.ts";
import type { Machine } from "../machine/machine.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { cleanupMemtypeUse, ttmBoPut } from "./bo-release.ts";
import { pipelineGutting } from "./gutting.ts";
import { handleMoveMem } from "./handle-move.ts";

interface CleanupRefsLocal {
  bo: Ref<"bos">;
  noWaitGpu: boolean;
}

/**
 * Frees what a deleted buffer object describes, before its worker does. Both locks are held at
 * first; the reservation is unlocked in the end. What its fences are is told by the private
 * reservation.
 */
export const cleanupRefs: Procedure<CleanupRefsLocal, Status> = procedure(
  "ttm_bo_cleanup_refs",
  "driver.md 10.6; ttm_bo.c",
  [
    follows("is it idle?", (k) => {
      const { bo, noWaitGpu } = k.local;
      if (dmaResvIsIdle(k, privateResvOf(bo), "BOOKKEEP")) return k.goto("free its memory");
      dmaResvUnlock(k, resvOf(k, bo));
      if (noWaitGpu) return k.ret("-EBUSY");
    }),
    step("wait for all fences", (k) => {
      if (dmaResvIsIdle(k, privateResvOf(k.local.bo), "BOOKKEEP")) return;
      return k.interrupted() ? k.ret("-ERESTARTSYS") : k.wait();
    }),
    // Whoever holds the lock now is freeing the memory.
    step("lock it again", (k) => (dmaResvTrylock(k, resvOf(k, k.local.bo)) ? undefined : k.ret(0))),
    follows("free its memory", (k) => k.call(cleanupMemtypeUse, { bo: k.local.bo })),
    follows("unlock the reservation", (k) => {
      dmaResvUnlock(k, resvOf(k, k.local.bo));
      return k.ret(0);
    }),
  ],
);

interface BoEvictLocal {
  bo: Ref<"bos">;
  noWaitGpu: boolean;
  /** Somebody waits for the room. */
  forRoom: boolean;
  /** What it had, if so. For the check that it is free in the end. */
  block?: Ref<"blocks"> | null;
  destination?: Ref<"resources">;
}

/** Moves a victim out of local memory. */
export const ttmBoEvict: Procedure<BoEvictLocal, Status> = procedure(
  "ttm_bo_evict",
  "driver.md 10.2; ttm_bo.c",
  [
    follows(
      "is there a place for it?",
      (k) => {
        const { resource } = k.at(k.local.bo);
        if (k.local.forRoom) k.local.block = resource === null ? null : k.at(resource).block;
        if (k.at(theDevice).evictsTo !== null) return k.goto("reserve a fence slot");
        // A driver that knows no place is told of the end of the memory here, and nowhere else.
        const { object } = k.at(k.local.bo);
        if (object !== null) freeCachedIoRsgt(k, object);
      },
      "4",
    ),
    step(
      "wait until it is idle",
      (k) => {
        if (dmaResvIsIdle(k, resvOf(k, k.local.bo), "BOOKKEEP")) return;
        if (k.local.noWaitGpu) return k.ret("-EBUSY");
        return k.interrupted() ? k.ret("-ERESTARTSYS") : k.wait();
      },
      "4",
    ),
    follows("gut it", (k) => k.call(pipelineGutting, { bo: k.local.bo }), "4"),
    follows(
      "was it gutted?",
      (k) => {
        const status = k.resultOf(pipelineGutting);
        if (status !== 0) return k.ret(status);
        return k.goto("return");
      },
      "4",
    ),
    step(
      "reserve a fence slot",
      (k) => {
        const resv = resvOf(k, k.local.bo);
        if (reserveNeedsMemory(k, resv, 1) && k.fails("-ENOMEM")) return k.ret("-ENOMEM");
        dmaResvReserve(k, resv, 1);
      },
      "5",
    ),
    follows(
      "allocate the destination",
      (k) => {
        const { evictsTo } = k.at(theDevice);
        const place =
          evictsTo ?? k.fault("kernel-assertion", k.local.bo, "moves, though no place is known");
        k.local.destination = ttmResourceAlloc(k, k.local.bo, place);
      },
      "5",
    ),
    follows(
      "move",
      (k) => {
        const { bo, noWaitGpu } = k.local;
        const how = noWaitGpu ? { evict: true, noWaitGpu } : { evict: true };
        return k.call(handleMoveMem, { bo, destination: k.got("destination"), ...how });
      },
      "5",
    ),
    follows(
      "free the destination of a move that failed",
      (k) => {
        const status = k.resultOf(handleMoveMem);
        if (status === 0) return;
        ttmResourceFree(k, k.got("destination"));
        return k.ret(status);
      },
      "5",
    ),
    follows(
      "return",
      (k) => {
        const { bo, block } = k.local;
        if (block != null) findKept(k, bo, block);
        return k.ret(0);
      },
      "5",
    ),
  ],
);

/** Faults if memory that an eviction reports as freed is only with somebody else. */
function findKept(k: Machine, bo: Ref<"bos">, block: Ref<"blocks">): void {
  if (!k.isLive(block)) return;
  const { owner } = k.at(block);
  const { ghostOf } = k.at(k.at(owner).bo);
  if (ghostOf === bo || k.at(bo).resource === owner) {
    k.fault("eviction-frees-nothing", block, "is still allocated after a successful eviction");
  }
}

/** Faults if a victim that is reported as evicted still has local memory. */
function assertLeft(k: Machine, victim: Ref<"bos">): void {
  const { resource } = k.at(victim);
  if (resource === null || k.at(resource).block === null) return;
  k.fault("eviction-frees-nothing", victim, "still has local memory after a successful eviction");
}

interface EvictFirstLocal {
  /** The reservation of the buffer object that wants memory; null: all memory is to be freed. */
  resv: Ref<"reservations"> | null;
  noWaitGpu: boolean;
  victim?: Ref<"bos">;
  status?: Status;
}

/** Who is on the LRU of local memory: every buffer object that has something there. */
function onLru(k: Machine): Ref<"bos">[] {
  return k.state.resources.flatMap((resource) =>
    resource?.placement === "LMEM" ? [resource.bo] : [],
  );
}

/** Says whether a buffer object is worth evicting. Kernel: i915_ttm_eviction_valuable(). */
function isValuable(k: Machine, bo: Ref<"bos">): boolean {
  const { object } = k.at(bo);
  return object !== null && objectIsEvictable(k, object);
}

/**
 * Takes the reference that keeps a victim. Its count may be 0 while somebody is about to release
 * it.
 */
const victimGet = (k: Machine, bo: Ref<"bos">): boolean => krefGetUnlessZero(k, k.at(bo), k.self);

/**
 * Evicts one buffer object, any of them. A victim that is locked by somebody else is waited for if
 * the caller's ticket allows it, and then the caller looks again.
 */
export const evictFirst: Procedure<EvictFirstLocal, Status> = procedure(
  "ttm_mem_evict_first",
  "driver.md 10.2; ttm_bo.c",
  [
    follows(
      "pick a victim",
      (k) => {
        const others = onLru(k).filter((bo) => resvOf(k, bo) !== k.local.resv);
        const free = others.filter((bo) => k.at(resvOf(k, bo)).lock === null && isValuable(k, bo));
        const alive = free.filter((bo) => k.at(bo).refs.length > 0);
        const isContended = alive.length > 0 && k.fails("-EBUSY", "trylock");
        if (alive.length > 0 && !isContended) {
          const bo = alive.length === 1 ? alive[0] : k.choose(alive);
          if (bo === undefined || !victimGet(k, bo)) return;
          dmaResvTrylock(k, resvOf(k, bo));
          k.local.victim = bo;
          const { noWaitGpu, resv } = k.local;
          if (k.at(bo).deleted) return k.call(cleanupRefs, { bo, noWaitGpu }, "keep the result");
          return k.call(ttmBoEvict, { bo, noWaitGpu, forRoom: resv !== null });
        }
        // Whoever has no ticket cannot wait for a lock.
        if (k.local.resv === null) return k.ret("-EBUSY");
        // What the caller's own ticket has locked is not worth waiting for.
        const busy = others.find((bo) => {
          const { lock } = k.at(resvOf(k, bo));
          return lock !== k.self && (isContended || lock !== null) && victimGet(k, bo);
        });
        if (busy === undefined) return k.ret("-EBUSY");
        k.local.victim = busy;
        return k.goto("lock a busy one");
      },
      "1; 3",
    ),
    follows(
      "unlock the victim",
      (k) => {
        const victim = k.got("victim");
        const status = k.resultOf(ttmBoEvict);
        k.local.status = status;
        if (status === 0 && k.local.resv !== null) assertLeft(k, victim);
        dmaResvUnlock(k, resvOf(k, victim));
        return k.goto("put the victim");
      },
      "6",
    ),
    follows(
      "keep the result",
      (k) => {
        const victim = k.got("victim");
        const status = k.resultOf(cleanupRefs);
        k.local.status = status;
        // Whoever else has the lock is freeing the memory.
        if (status === 0 && k.at(resvOf(k, victim)).lock === null) assertLeft(k, victim);
      },
      "3",
    ),
    follows(
      "put the victim",
      (k) => k.call(ttmBoPut, { bo: k.got("victim"), holder: k.self }),
      "6",
    ),
    follows("return the status", (k) => k.ret(k.local.status ?? 0), "6"),
    step(
      "lock a busy one",
      (k) => {
        const { lock } = k.at(resvOf(k, k.got("victim")));
        // Unlocked again at once, so that nobody can tell that it was locked.
        if (lock !== null && isOlder(lock, k.self)) k.local.status = "-EBUSY";
        else if (lock !== null) {
          if (!k.interrupted()) return k.wait();
          k.local.status = "-EINTR";
        }
        return k.goto("put the victim");
      },
      "2",
    ),
  ],
);

/**
 * Who of two has the older ticket: the older one waits for the younger, which gives up instead of
 * waiting (-EDEADLK). Tickets are as old as the slots of processes are low: scenarios choose.
 */
const isOlder = (one: Ref<"processes">, other: Ref<"processes">): boolean =>
  indexOf(one) < indexOf(other);

interface EvictAllLocal {
  fence?: FenceRef;
}

/** Empties local memory, for whoever has no object of their own to place. */
export const evictAll: Procedure<EvictAllLocal, Status> = procedure(
  "ttm_resource_manager_evict_all",
  "driver.md 10.2; ttm_resource.c",
  [
    step("evict the first", (k) => {
      if (onLru(k).length === 0) return k.goto("get the fence of the manager");
      return k.call(evictFirst, { resv: null, noWaitGpu: false });
    }),
    follows("was it evicted?", (k) => {
      const status = k.resultOf(evictFirst);
      return status === 0 ? k.goto("evict the first") : k.ret(status);
    }),
    follows("get the fence of the manager", (k) => {
      const { move } = k.at(lmemManager);
      if (move === null) return k.ret(0);
      dmaFenceGet(k, move, k.self);
      k.local.fence = move;
    }),
    step("wait for it", (k) => {
      const fence = k.got("fence");
      if (!dmaFenceIsSignalled(k, fence)) return k.wait();
      dmaFencePut(k, fence, k.self);
      return k.ret(0);
    }),
  ],
);
