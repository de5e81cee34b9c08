/**
 * Copying or clearing with the CPU page by page (Linux 6.x, drivers/gpu/drm/ttm/ttm_bo_util.c), in
 * scenarios that tell pages apart; elsewhere it is one step of whoever wants it. The destination is
 * mapped first, then the source. Nothing is allocated, and nothing fails.
 */
import { checkCopy } from "../cells/cpu-copy.ts";
import { pageCopied } from "../cells/page-content.ts";
import { mapPage, memoryUnder, type MapIoPage, type PageIterator } from "../cells/page-iterator.ts";
import type { Machine } from "../machine/machine.ts";
import { procedure, step, type Procedure } from "../machine/procedure.ts";

export interface PageCopyLocal {
  /** null: the destination is cleared. */
  source: PageIterator | null;
  destination: PageIterator;
  /** How many pages there are. */
  pages: number;
  /** The next one; left out: the first. */
  next?: number;
}

/** Maps one page at both ends, and copies or clears it. */
export function copyPage(
  k: Machine,
  { source, destination }: Pick<PageCopyLocal, "source" | "destination">,
  page: number,
  mapIo?: MapIoPage,
): void {
  const to = mapPage(k, destination, page, mapIo);
  const from = source === null ? "clear" : mapPage(k, source, page, mapIo);
  checkCopy(k, source === null ? null : memoryUnder(k, source), memoryUnder(k, destination));
  pageCopied(k, from, to);
}

export const ttmMoveMemcpy: Procedure<PageCopyLocal, 0> = procedure(
  "ttm_move_memcpy",
  "driver.md 2.2; ttm_bo_util.c",
  [
    step("copy or clear the next page", (k) => {
      const page = k.local.next ?? 0;
      copyPage(k, k.local, page);
      if (page + 1 === k.local.pages) return k.ret(0);
      k.local.next = page + 1;
      return k.goto("copy or clear the next page");
    }),
  ],
);
