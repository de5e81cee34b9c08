/**
 * What is in each page, in scenarios about segments. All of it is ghost state, for specs. Which
 * pages are meant is worked out from blocks and page vectors, never from the tables and iterators
 * of the driver, so that a fault in those shows as data in the wrong place. Left out: parts of a
 * page; one that a blit has begun to write, or has failed to, holds just anything.
 */
import { collectionOf, indexOf, ref, type Ref } from "../../checker/refs.ts";
import type { Machine } from "../machine/machine.ts";
import { pagesOf } from "../scatterlist/iterate.ts";
import { hasPages, layoutOf, vectorPages } from "./layout.ts";
import type { MemoryRef, SgtRef } from "./sgt.ts";

/**
 * "stale": of whoever had the page before; "zero": cleared; a page of an object as its last job
 * left it, or as an earlier one did.
 */
export type PageTag =
  "stale" | "zero" | `${Ref<"objects">} page ${number}` | `${Ref<"objects">} page ${number} old`;

export interface PageContent {
  data: PageTag;
}

/** A page of local memory, or of a page vector. */
export type PageRef = Ref<"localPages"> | Ref<"systemPages">;

/** What a blit was told to do: the addresses are in the request from its construction on. */
export interface BlitPages {
  /** null: it clears; a page that is nowhere is null as well. */
  readonly from: readonly (PageRef | null)[] | null;
  readonly to: readonly (PageRef | null)[];
}

export const pageTag = (object: Ref<"objects">, page: number): PageTag => `${object} page ${page}`;

/** The pages of a block, or of a page vector, which may have more of them than its owner needs. */
export function pagesOfMemory(k: Machine, memory: MemoryRef): PageRef[] {
  if (collectionOf(memory) === "pageVectors") {
    const count = vectorPages(layoutOf(k));
    const first = indexOf(memory) * count;
    return Array.from({ length: count }, (_, page) => ref("systemPages", first + page));
  }
  const runs = k.at(memory as Ref<"blocks">).runs ?? [];
  return runs.flatMap(({ offset, pages }) =>
    Array.from({ length: pages }, (_, page) => ref("localPages", offset + page)),
  );
}

/** The page of local memory at a place in the I/O mapping; null: there is none. */
export function localPageAt(k: Machine, offset: number): Ref<"localPages"> | null {
  const page = ref("localPages", offset);
  return offset >= 0 && offset < layoutOf(k).localPages ? page : null;
}

/** The pages that a table leads to, for whoever writes its addresses into page-table entries. */
function pagesOfTable(k: Machine, sgt: SgtRef): (PageRef | null)[] {
  const { segments, table } = k.at(sgt);
  if (segments === undefined) return table === null ? [] : pagesOfMemory(k, table);
  const { regionStart } = layoutOf(k);
  return [...pagesOf(segments)].map((address) => localPageAt(k, address - regionStart));
}

/** What a blit is told, where there are pages. */
export function blitPages(
  k: Machine,
  source: SgtRef | null,
  destination: SgtRef,
): { pages?: BlitPages } {
  if (!hasPages(k)) return {};
  const from = source === null ? null : pagesOfTable(k, source);
  const to = pagesOfTable(k, destination);
  return { pages: { from, to: from === null ? to : to.slice(0, from.length) } };
}

/** The blit has begun, or has failed: nobody knows what is there. */
export function pagesMixed(k: Machine, { to }: BlitPages): void {
  for (const page of to) if (page !== null) k.at(page).data = "stale";
}

/** The blit has ended well. */
export function pagesBlitted(k: Machine, { from, to }: BlitPages): void {
  for (const [index, page] of to.entries()) {
    if (page !== null) pageCopied(k, from === null ? "clear" : (from[index] ?? null), page);
  }
}

/** A page has been overwritten; a source that is nowhere yields just anything. */
export function pageCopied(k: Machine, from: PageRef | "clear" | null, to: PageRef): void {
  if (from === "clear") k.at(to).data = "zero";
  else k.at(to).data = from === null ? "stale" : k.at(from).data;
}

/** Fresh pages of the system: cleared by the allocator, or as somebody has left them. */
export function pagesFresh(k: Machine, memory: MemoryRef, cleared: boolean): void {
  if (!hasPages(k)) return;
  for (const page of pagesOfMemory(k, memory)) k.at(page).data = cleared ? "zero" : "stale";
}

/** A job has written all pages of an object: what lies elsewhere is of an earlier version. */
export function pagesWritten(k: Machine, object: Ref<"objects">, memory: MemoryRef): void {
  if (!hasPages(k)) return;
  const written = k.at(ref("writtenObjects", indexOf(object)));
  written.written = true;
  for (const each of [...k.state.localPages, ...k.state.systemPages]) {
    if (each?.data.startsWith(`${object} `) === true && !each.data.endsWith(" old")) {
      each.data = `${each.data} old` as PageTag;
    }
  }
  const count = layoutOf(k).objects[indexOf(object)];
  for (const [index, page] of pagesOfMemory(k, memory).slice(0, count).entries()) {
    k.at(page).data = pageTag(object, index);
  }
}
