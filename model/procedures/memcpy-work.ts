/**
 * What follows a blit into local memory (Linux 6.x, drivers/gpu/drm/i915/gem/i915_gem_ttm_move.c):
 * the migration fence signals at once after a good blit, and after a copy with the CPU if it
 * failed. Where the CPU cannot make good for the blit, the GPU is wedged and nobody may use the
 * object any more, before the fence signals.
 */
import type { Ref } from "../../checker/refs.ts";
import { contentCopied } from "../cells/content.ts";
import { cpuMayCopy, isWedged, theDevice } from "../cells/device.ts";
import { dmaFencePut, type FenceRef } from "../cells/fence.ts";
import { gemObjectPut } from "../cells/object.ts";
import { checkCopy } from "../cells/cpu-copy.ts";
import { hasPages, pagesOfBo } from "../cells/layout.ts";
import { iteratorOver } from "../cells/page-iterator.ts";
import { readTable, refctSgtPut, type MemoryRef, type SgtRef } from "../cells/sgt.ts";
import { migrationFenceOf } from "../cells/works.ts";
import type { Machine } from "../machine/machine.ts";
import { follows, procedure, step, type Procedure, type Step } from "../machine/procedure.ts";
import { dmaFenceSignal } from "./dma-fence.ts";
import { ttmMoveMemcpy, type PageCopyLocal } from "./page-copy.ts";

/** Copies or clears with the CPU, page by page, by the tables as they are now. */
export function moveMemcpy(k: Machine, source: SgtRef | null, destination: SgtRef): void {
  const to = readTable(k, destination);
  const from = source === null ? null : readTable(k, source);
  copyMemory(k, from, to);
}

/** Copies or clears, and finds out whether that is in order. Kernel: ttm_move_memcpy(). */
export function copyMemory(k: Machine, source: MemoryRef | null, destination: MemoryRef): void {
  checkCopy(k, source, destination);
  contentCopied(k, source, destination, ["data"]);
}

/** What the copy page by page is told, where there are pages. */
export function pageCopyOf(
  k: Machine,
  { source, destination, bo }: { source: SgtRef | null; destination: SgtRef; bo: Ref<"bos"> },
): PageCopyLocal {
  return {
    source: source === null ? null : iteratorOver(source),
    destination: iteratorOver(destination),
    pages: pagesOfBo(k, bo),
  };
}

/** Puts the tables of a memcpy work. Kernel: i915_ttm_memcpy_release(). */
export function putTables(k: Machine, work: Ref<"memcpyWorks">): void {
  const { sourceRsgt, destinationRsgt } = k.at(work);
  if (destinationRsgt !== null) refctSgtPut(k, destinationRsgt, `${work}.dst_rsgt`);
  if (sourceRsgt !== null) refctSgtPut(k, sourceRsgt, `${work}.src_rsgt`);
  k.at(work).sourceRsgt = null;
  k.at(work).destinationRsgt = null;
}

/** The blit has signalled: what is left to do may not be done in this context. */
export const memcpyCallback: Procedure<{ data: Ref<"memcpyWorks">; fence: FenceRef }, 0> =
  procedure("__memcpy_cb", "driver.md 5 B3; i915_gem_ttm_move.c", [
    follows(
      "queue the irq work, or the copy",
      (k) => {
        const work = k.local.data;
        if (k.at(k.local.fence).error === 0) k.start("irq work", memcpyIrqWork.name, { work });
        else k.start("memcpy work", memcpyWork.name, { work, isAllowed: cpuMayCopy(k) });
      },
      "3",
    ),
  ]);

interface FinishLocal {
  work: Ref<"memcpyWorks">;
}

/** The steps that end a memcpy work, whatever has happened to the blit. */
const finish = <Local extends FinishLocal>(): readonly Step<Local, 0>[] => [
  step(
    "signal the migration fence",
    (k) => k.call(dmaFenceSignal, { fence: migrationFenceOf(k.local.work) }),
    "3",
  ),
  follows("put the tables", (k) => putTables(k, k.local.work), "3"),
  follows("put the object", (k) => gemObjectPut(k, k.at(k.local.work).object, k.local.work), "3"),
  follows(
    "put the migration fence",
    (k) => dmaFencePut(k, migrationFenceOf(k.local.work), k.local.work),
    "3",
  ),
];

export const memcpyIrqWork: Procedure<{ work: Ref<"memcpyWorks"> }, 0> = procedure(
  "__memcpy_irq_work",
  "driver.md 5 B3; i915_gem_ttm_move.c",
  finish(),
);

/**
 * Gives the GPU up: what is unfinished ends with -EIO, and so does all that comes later. Outside of
 * the signalling section, since it takes too many locks.
 */
export const setWedged: Procedure<object, 0> = procedure(
  "intel_gt_set_wedged",
  "driver.md 6.11; gt/intel_reset.c",
  [
    step("wedge the GPU", (k) => {
      if (!isWedged(k)) k.at(theDevice).wedged = true;
    }),
  ],
);

/**
 * The blit has failed: the CPU makes good for it before the migration fence signals, if it is
 * allowed to.
 */
export const memcpyWork: Procedure<FinishLocal & { isAllowed: boolean }, 0> = procedure(
  "__memcpy_work",
  "driver.md 5 B3; i915_gem_ttm_move.c",
  [
    follows(
      "begin signalling",
      (k) => {
        if (!k.local.isAllowed) return k.goto("wedge the GPU");
        k.at(k.self).signalling = true;
      },
      "3",
    ),
    step(
      "copy with the CPU",
      (k) => {
        const { source, destination, object } = k.at(k.local.work);
        if (hasPages(k)) {
          const { bo } = k.at(object);
          return k.call(ttmMoveMemcpy, pageCopyOf(k, { source, destination, bo }));
        }
        moveMemcpy(k, source, destination);
      },
      "3",
    ),
    follows(
      "end signalling",
      (k) => {
        k.at(k.self).signalling = false;
        return k.goto("signal the migration fence");
      },
      "3",
    ),
    follows("wedge the GPU", (k) => k.call(setWedged, {}), "3"),
    step(
      "nobody may use the object",
      (k) => {
        k.at(k.at(k.local.work).object).unknownState = true;
      },
      "3",
    ),
    ...finish(),
  ],
);
