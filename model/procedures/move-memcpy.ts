/**
 * The move of drivers that have none of their own (Linux 6.x, drivers/gpu/drm/ttm/ttm_bo_util.c):
 * the CPU copies, by iterators over both resources. The caller has seen to it that nobody uses the
 * buffer object. Left out: memory that has to be mapped before it can be read.
 */
import type { Ref } from "../../checker/refs.ts";
import { hasPages, pagesOfBo } from "../cells/layout.ts";
import type { PageIterator } from "../cells/page-iterator.ts";
import type { MemoryRef } from "../cells/sgt.ts";
import { usesTt } from "../cells/resource.ts";
import type { Status } from "../machine/errno.ts";
import type { Machine } from "../machine/machine.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { copyRule, type CopyRule } from "../page-copy/copy.ts";
import { copyMemory } from "./memcpy-work.ts";
import { moveSyncCleanup } from "./move-cleanup.ts";
import { ttmMoveMemcpy } from "./page-copy.ts";
import { ttmTtPopulate } from "./tt-populate.ts";

export interface MoveMemcpyLocal {
  bo: Ref<"bos">;
  destination: Ref<"resources">;
  /** What the iterator of the source runs over, and is ended with. */
  source?: Ref<"resources">;
}

/** The memory that a resource of a buffer object describes; null: it has no pages. */
function memoryOf(k: Machine, bo: Ref<"bos">, resource: Ref<"resources">): MemoryRef | null {
  const { placement, block } = k.at(resource);
  if (!usesTt(placement)) return block;
  const { tt } = k.at(bo);
  return tt === null ? null : k.at(tt).pages;
}

/** Whether to copy or to clear, if anything. */
function ruleOf(k: Machine, { bo, destination, source }: MoveMemcpyLocal): CopyRule {
  if (source === undefined) return k.fault("null-pointer", bo, "has no resource");
  const [from, to] = [k.at(source), k.at(destination)];
  const { tt } = k.at(bo);
  const cell = tt === null ? null : k.at(tt);
  return copyRule(
    { usesTt: usesTt(from.placement) },
    { usesTt: usesTt(to.placement) },
    cell === null ? null : { isPopulated: cell.pages !== null, zeroAlloc: cell.zeroAlloc },
  );
}

/** The iterator over a resource: its memory in one piece, or the pages of the tt. */
function iteratorOf(k: Machine, bo: Ref<"bos">, resource: Ref<"resources">): PageIterator {
  const { tt } = k.at(bo);
  if (!usesTt(k.at(resource).placement)) return { resource };
  return tt === null ? k.fault("null-pointer", bo, "has no tt") : { tt };
}

export const ttmBoMoveMemcpy: Procedure<MoveMemcpyLocal, Status> = procedure(
  "ttm_bo_move_memcpy",
  "driver.md 10.7; ttm_bo_util.c",
  [
    follows("populate the tt, if the destination uses it", (k) => {
      const { tt } = k.at(k.local.bo);
      if (tt === null) return k.goto("map the destination");
      // Or if its pages are in a file, and have to be copied from there.
      if (!usesTt(k.at(k.local.destination).placement) && !k.at(tt).swapped) {
        return k.goto("map the destination");
      }
      return k.call(ttmTtPopulate, { tt });
    }),
    follows("was it populated?", (k) => {
      const status = k.resultOf(ttmTtPopulate);
      if (status !== 0) return k.ret(status);
    }),
    follows("map the destination", (k) =>
      k.fails("-ENOMEM", "map") ? k.ret("-ENOMEM") : undefined,
    ),
    follows("map the source", (k) => {
      if (k.fails("-ENOMEM", "map")) return k.ret("-ENOMEM");
      const { resource } = k.at(k.local.bo);
      if (resource !== null) k.local.source = resource;
    }),
    step("copy or clear", (k) => {
      const { bo, destination } = k.local;
      const rule = ruleOf(k, k.local);
      if (rule === "nothing") return;
      if (hasPages(k)) {
        return k.call(ttmMoveMemcpy, {
          source: rule === "clear" ? null : iteratorOf(k, bo, k.got("source")),
          destination: iteratorOf(k, bo, destination),
          pages: pagesOfBo(k, bo),
        });
      }
      const to = memoryOf(k, bo, destination);
      if (to !== null) copyMemory(k, memoryOf(k, bo, k.got("source")), to);
    }),
    follows("unmap the source, by its resource", (k) => {
      k.at(k.got("source"));
      delete k.local.source;
    }),
    follows("clean up", (k) =>
      k.call(moveSyncCleanup, { bo: k.local.bo, destination: k.local.destination }),
    ),
    follows("unmap the destination", (k) => {
      k.at(k.local.destination);
      return k.ret(0);
    }),
  ],
);
