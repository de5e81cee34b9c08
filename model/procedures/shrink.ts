/**
 * The shrinker (Linux 6.x, drivers/gpu/drm/i915/gem/i915_gem_shrinker.c, i915_gem_ttm.c): it takes
 * the memory of objects that nobody works with just now. Left out: reclaim inside of an allocation,
 * for which this is a thread of its own, scan targets, VM_TRYLOCK, the flag TEST for scans that
 * want unbound objects only, and writeback.
 */
import type { Ref } from "../../checker/refs.ts";
import { placementIfAny, resvOf } from "../cells/bo.ts";
import { krefGetUnlessZero } from "../cells/holders.ts";
import { gemObjectPut, objectResv, type ShrinkList } from "../cells/object.ts";
import { dmaResvIsIdle, dmaResvTrylock, dmaResvUnlock } from "../cells/reservation.ts";
import { someVmIsDying } from "../cells/vm.ts";
import type { Errno, Status } from "../machine/errno.ts";
import type { Machine, StepKit } from "../machine/machine.ts";
import { follows, procedure, step, type Moved, type Procedure } from "../machine/procedure.ts";
import { assertIdle, assertShrunk } from "../promises.ts";
import { objectUnbind } from "./object-unbind.ts";
import { ttmPurge } from "./purge.ts";
import { objectPutPages } from "./put-pages.ts";
import { shmemShrink } from "./shmem-pages.ts";
import { ttmBoValidate } from "./validate.ts";

interface TtmShrinkLocal {
  object: Ref<"objects">;
  /** Gives up rather than wait for the GPU. */
  noWaitGpu: boolean;
}

/** Gives the pages back to the file, or throws them away. The object has been unbound. */
export const ttmShrink: Procedure<TtmShrinkLocal, Status> = procedure(
  "i915_ttm_shrink",
  "driver.md 5 B9; i915_gem_ttm.c",
  [
    follows(
      "is it in shmem?",
      (k) => {
        const { bo } = k.at(k.local.object);
        const { tt } = k.at(bo);
        if (tt === null || placementIfAny(k, bo) === "LMEM") return k.ret(0);
        if (k.at(tt).filp === null) return k.ret(0);
      },
      "1",
    ),
    step(
      "wait until it is idle, or give up",
      (k) => {
        const { bo } = k.at(k.local.object);
        if (dmaResvIsIdle(k, resvOf(k, bo), "BOOKKEEP")) return;
        return k.local.noWaitGpu ? k.ret("-EBUSY") : k.wait();
      },
      "2",
    ),
    follows(
      "purge it, if nobody needs it",
      (k) => {
        const { object } = k.local;
        const { madv, bo } = k.at(object);
        if (madv === "DONTNEED") return k.call(ttmPurge, { object }, "return the status");
        const { tt } = k.at(bo);
        if (madv === "PURGED" || (tt !== null && k.at(tt).swapped)) return k.ret(0);
      },
      "3",
    ),
    follows(
      "gut it, its pages going back to the file",
      (k) => {
        const { bo } = k.at(k.local.object);
        const { tt } = k.at(bo);
        if (tt === null) return k.fault("null-pointer", bo, "has no tt to swap out");
        k.at(tt).swapped = true;
        return k.call(ttmBoValidate, { bo, places: [] });
      },
      "4",
    ),
    follows(
      "did that work?",
      (k) => {
        const status = k.resultOf(ttmBoValidate);
        const { tt } = k.at(k.at(k.local.object).bo);
        if (status !== 0 && tt !== null) k.at(tt).swapped = false;
        return k.ret(status);
      },
      "4",
    ),
    follows(
      "return the status",
      (k) => {
        const status = k.resultOf(ttmPurge);
        if (status === 0) assertIdle(k, k.local.object);
        return k.ret(status);
      },
      "3",
    ),
  ],
);

interface ShrinkLocal {
  /** The aggressive mode, in which it waits for the GPU. */
  active: boolean;
  seen: Ref<"objects">[];
  object?: Ref<"objects">;
  /** It could not be unbound, or had pages that were pinned. */
  gaveUp?: boolean;
}

/** Leaves an object as it is, for a reason that must be one of those expected. */
function giveUp(k: StepKit<ShrinkLocal, 0>, status: Status, expected: readonly Errno[]): Moved {
  assertShrunk(k, k.got("object"), { status, expected });
  k.local.gaveUp = true;
  return k.goto("unlock the object");
}

/** The next object of a list that has a reference left, which is raised. */
function nextOn(k: Machine, list: ShrinkList, seen: Ref<"objects">[]): Ref<"objects"> | null {
  for (let index = 0; index < k.state.objects.length; index++) {
    const object: Ref<"objects"> = `objects:${index}`;
    if (seen.includes(object) || !k.isLive(object)) continue;
    if (k.at(object).shrinkList === list && krefGetUnlessZero(k, k.at(object), k.self))
      return object;
  }
  return null;
}

/** Scans both lists once. */
export const gemShrink: Procedure<ShrinkLocal, 0> = procedure(
  "i915_gem_shrink",
  "driver.md 5 B9; i915_gem_shrinker.c",
  [
    step("take the next object of a list", (k) => {
      const seen = k.local.seen.slice();
      const object = nextOn(k, "purge", seen) ?? nextOn(k, "shrink", seen);
      if (object === null) return k.ret(0);
      k.local.seen = [...seen, object];
      k.local.object = object;
    }),
    step("trylock the object", (k) => {
      const resv = objectResv(k, k.got("object"));
      if (k.fails("-EBUSY", "trylock") || !dmaResvTrylock(k, resv)) return k.goto("put the object");
    }),
    follows("unbind it", (k) =>
      k.call(objectUnbind, { object: k.got("object"), active: k.local.active, async: false }),
    ),
    follows("put its pages", (k) => {
      const status = k.resultOf(objectUnbind);
      if (status !== 0) return giveUp(k, status, ["-EBUSY", "-EAGAIN"]);
      return k.call(objectPutPages, { object: k.got("object") });
    }),
    follows("shrink it", (k) => {
      // Nobody pins the pages of what is bound nowhere, but an address space as it dies.
      const status = k.resultOf(objectPutPages);
      if (status !== 0) return giveUp(k, status, someVmIsDying(k) ? ["-EBUSY"] : []);
      const object = k.got("object");
      if (k.at(object).backing === "plain shmem") return k.call(shmemShrink, { object });
      return k.call(ttmShrink, { object, noWaitGpu: !k.local.active });
    }),
    follows("unlock the object", (k) => {
      const status = k.resultOf(ttmShrink);
      if (k.local.gaveUp !== true) {
        assertShrunk(k, k.got("object"), { status, expected: k.local.active ? [] : ["-EBUSY"] });
      }
      delete k.local.gaveUp;
      dmaResvUnlock(k, objectResv(k, k.got("object")));
    }),
    follows("put the object", (k) => {
      gemObjectPut(k, k.got("object"), k.self);
      delete k.local.object;
      return k.goto("take the next object of a list");
    }),
  ],
);
