/**
 * How memory is laid out in pages, in scenarios about segments; elsewhere a resource in local
 * memory is one block, and nobody counts its pages. Objects have a few pages, and local memory has
 * pages that others keep for good, so that what is left of it is in pieces. Managers of both kinds
 * are here: blocks that are a power of two (Linux 6.x, drivers/gpu/drm/drm_buddy.c), and ranges
 * (lib drm_mm). Left out: which of several free blocks drm_buddy takes; here, the first one.
 */
import { indexOf, type Ref } from "../../checker/refs.ts";
import type { Machine } from "../machine/machine.ts";
import { tableFromBuddy, type BuddyBlock } from "../scatterlist/from-buddy.ts";
import { tableFromNode } from "../scatterlist/from-node.ts";
import type { SgTable } from "../scatterlist/segment.ts";
import type { PageContent } from "./page-content.ts";

/** What a scenario says of its pages. */
export interface Layout {
  /** How many pages each object has. */
  readonly objects: readonly number[];
  /** How many pages of local memory there are. */
  readonly localPages: number;
  /** Those that somebody else has for good. */
  readonly taken: readonly number[];
  readonly manager: "buddy" | "range";
  /** Where local memory begins in the addresses of the device. */
  readonly regionStart: number;
  readonly segmentPagesMax: number;
}

/** There is one, or none. */
const theLayout: Ref<"layouts"> = "layouts:0";

/** Says whether pages are told from one another. */
export const hasPages = (k: Machine): boolean => k.has("layouts");

export const layoutOf = (k: Machine): Layout => k.at(theLayout);

/** The cells of a scenario that has a layout; none else. */
export function layoutCells(
  layout: Layout | undefined,
  pageVectors: number,
): {
  layouts: Layout[];
  localPages: PageContent[];
  systemPages: PageContent[];
  writtenObjects: { written: boolean }[];
} {
  const stale = (count: number): PageContent[] =>
    Array.from({ length: count }, () => ({ data: "stale" }));
  return {
    layouts: layout === undefined ? [] : [layout],
    localPages: stale(layout?.localPages ?? 0),
    systemPages: stale(layout === undefined ? 0 : pageVectors * vectorPages(layout)),
    writtenObjects: (layout?.objects ?? []).map(() => ({ written: false })),
  };
}

/** How many pages a page vector has room for. */
export const vectorPages = ({ objects }: Layout): number => Math.max(...objects);

/** How many pages a buffer object has. */
export function pagesOfBo(k: Machine, bo: Ref<"bos">): number {
  const { object } = k.at(bo);
  const pages = object === null ? undefined : layoutOf(k).objects[indexOf(object)];
  return pages ?? k.fault("kernel-assertion", bo, "has no size");
}

/**
 * Finds room for a buffer object; null: there is none. Without a layout, there is nothing to find.
 */
export function runsFor(k: Machine, bo: Ref<"bos">): BuddyBlock[] | null {
  if (!hasPages(k)) return [];
  const { localPages, taken, manager } = layoutOf(k);
  const used = new Set(taken);
  for (const block of k.state.blocks) {
    for (const { offset, pages } of block?.runs ?? []) {
      for (let page = 0; page < pages; page++) used.add(offset + page);
    }
  }
  const isFree = (offset: number, pages: number): boolean =>
    Array.from({ length: pages }, (_, page) => offset + page).every(
      (page) => page < localPages && !used.has(page),
    );
  const first = (pages: number, step: number): number | null => {
    for (let offset = 0; offset < localPages; offset += step) {
      if (isFree(offset, pages)) return offset;
    }
    return null;
  };
  const pages = pagesOfBo(k, bo);
  if (manager === "buddy") return buddyBlocks(pages, used, first);
  const offset = first(pages, 1);
  return offset === null ? null : [{ offset, pages }];
}

/** The largest blocks that are free, and not larger than what is still needed. */
function buddyBlocks(
  pages: number,
  used: Set<number>,
  first: (pages: number, step: number) => number | null,
): BuddyBlock[] | null {
  const blocks: BuddyBlock[] = [];
  let [left, size] = [pages, 2 ** Math.floor(Math.log2(pages))];
  while (left > 0) {
    const offset = size <= left ? first(size, size) : null;
    if (offset === null) {
      if (size === 1) return null;
      size /= 2;
      continue;
    }
    blocks.push({ offset, pages: size });
    for (let page = 0; page < size; page++) used.add(offset + page);
    left -= size;
  }
  return blocks;
}

/** The segments of a block's table, where there are pages. */
export function segmentsOfBlock(k: Machine, block: Ref<"blocks">): { segments?: SgTable } {
  const { runs } = k.at(block);
  if (runs === undefined) return {};
  const limits = layoutOf(k);
  const size = runs.reduce((sum, { pages }) => sum + pages, 0);
  const [node] = runs;
  if (limits.manager === "range" && node !== undefined) {
    return { segments: tableFromNode({ start: node.offset, size: node.pages }, limits) };
  }
  return { segments: tableFromBuddy(runs, size, limits) };
}
