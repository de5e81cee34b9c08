/**
 * Pipelined gutting (Linux 6.x, drivers/gpu/drm/ttm/ttm_bo_util.c): a buffer object without
 * resource, and with an empty tt. If it is busy, a ghost takes what it had. The lock is held.
 */
import type { Ref } from "../../checker/refs.ts";
import { privateResvOf, resvOf } from "../cells/bo.ts";
import { krefGet } from "../cells/holders.ts";
import {
  dmaResvCopyFences,
  dmaResvIsIdle,
  dmaResvReserve,
  dmaResvUnlock,
} from "../cells/reservation.ts";
import { ttmResourceFree } from "../cells/resource.ts";
import { ttmTtCreate, ttmTtDestroy, ttmTtUnpopulate } from "../cells/tt.ts";
import type { Status } from "../machine/errno.ts";
import type { Machine } from "../machine/machine.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { ttmBoPut } from "./bo-release.ts";
import { createGhost } from "./move-cleanup.ts";

export interface GuttingLocal {
  bo: Ref<"bos">;
  /** What the buffer object will have once the ghost has taken its own. */
  tt?: Ref<"tts">;
  ghost?: Ref<"bos">;
}

/** Creates the tt that fits a buffer object. Kernel: i915_ttm_tt_create(). */
export function createTtFor(k: Machine, bo: Ref<"bos">, zeroAlloc: boolean): Ref<"tts"> {
  const { object } = k.at(bo);
  if (object === null) return k.fault("kernel-assertion", bo, "is a ghost, and gets a tt");
  return ttmTtCreate(k, zeroAlloc, k.at(object).backing === "shmem");
}

/** Frees the resource, where nothing needs it any more. */
function freeResource(k: Machine, bo: Ref<"bos">): void {
  const { resource } = k.at(bo);
  if (resource !== null) ttmResourceFree(k, resource);
  k.at(bo).resource = null;
}

export const pipelineGutting: Procedure<GuttingLocal, Status> = procedure(
  "ttm_bo_pipeline_gutting",
  "driver.md 10.3; ttm_bo_util.c",
  [
    step("is it idle?", (k) => {
      if (!dmaResvIsIdle(k, resvOf(k, k.local.bo), "BOOKKEEP")) return k.goto("create the new tt");
    }),
    follows("unpopulate the tt in place, or create one", (k) => {
      const bo = k.at(k.local.bo);
      if (bo.tt === null) {
        if (k.fails("-ENOMEM")) return k.ret("-ENOMEM");
        bo.tt = createTtFor(k, k.local.bo, true);
        return;
      }
      ttmTtUnpopulate(k, bo.tt);
      k.at(bo.tt).zeroAlloc = true;
    }),
    follows("free the resource", (k) => {
      freeResource(k, k.local.bo);
      return k.ret(0);
    }),
    follows("create the new tt", (k) => {
      if (k.fails("-ENOMEM")) return k.ret("-ENOMEM");
      k.local.tt = createTtFor(k, k.local.bo, true);
    }),
    follows("create the ghost", (k) => {
      if (k.fails("-ENOMEM")) return k.goto("destroy the new tt");
      k.local.ghost = createGhost(k, k.local.bo);
    }),
    follows("reserve a slot of the ghost", (k) => {
      const ghost = k.got("ghost");
      if (!k.fails("-ENOMEM")) return dmaResvReserve(k, resvOf(k, ghost), 1);
      k.free(privateResvOf(ghost));
      k.free(ghost);
      return k.goto("destroy the new tt");
    }),
    step("give it the resource", (k) => {
      const bo = k.at(k.local.bo);
      k.at(k.got("ghost")).resource = bo.resource;
      if (bo.resource !== null) k.at(bo.resource).bo = k.got("ghost");
      bo.resource = null;
    }),
    follows("let it hold the original", (k) =>
      krefGet(k, k.local.bo, k.at(k.local.bo), k.got("ghost")),
    ),
    step("copy the fences", (k) => {
      if (k.fails("-ENOMEM")) return k.goto("or wait for them");
      dmaResvCopyFences(k, resvOf(k, k.got("ghost")), resvOf(k, k.local.bo));
      return k.goto("unlock the ghost");
    }),
    step("or wait for them", (k) =>
      dmaResvIsIdle(k, resvOf(k, k.local.bo), "BOOKKEEP") ? undefined : k.wait(),
    ),
    follows("unlock the ghost", (k) => dmaResvUnlock(k, resvOf(k, k.got("ghost")))),
    step("put the ghost", (k) => k.call(ttmBoPut, { bo: k.got("ghost"), holder: k.self })),
    follows("install the new tt", (k) => {
      k.at(k.local.bo).tt = k.got("tt");
      return k.ret(0);
    }),
    follows("destroy the new tt", (k) => {
      ttmTtDestroy(k, k.got("tt"));
      return k.ret("-ENOMEM");
    }),
  ],
);
