/**
 * Iterators over the pages of a resource for the CPU, struct ttm_kmap_iter (Linux 6.x,
 * drivers/gpu/drm/ttm/ttm_resource.c, ttm_tt.c): what they point to, and what goes wrong once that
 * is gone. The arithmetic is that of model/page-copy/.
 */
import { collectionOf, indexOf, ref, type Ref } from "../../checker/refs.ts";
import type { Machine } from "../machine/machine.ts";
import { emptyCache, mapIoPage, type SegmentCache } from "../page-copy/io-iterator.ts";
import { BeyondThePages, mapLinearPage, mapVectorPage } from "../page-copy/page-iterator.ts";
import { layoutOf } from "./layout.ts";
import { localPageAt, pagesOfMemory, type PageRef } from "./page-content.ts";
import { readTable, type MemoryRef, type SgtRef } from "./sgt.ts";

/**
 * A tt, whose pages are read at each map; a segment list, with the segment of the last map; or
 * memory in one piece, mapped by its resource.
 */
export type PageIterator =
  | { readonly tt: Ref<"tts"> }
  | { readonly sgt: Ref<"ioSgts">; cache: SegmentCache }
  | { readonly resource: Ref<"resources"> };

/** As i915 begins one. Kernel: ttm_kmap_iter_tt_init(), ttm_kmap_iter_iomap_init(). */
export function iteratorOver(sgt: SgtRef): PageIterator {
  return collectionOf(sgt) === "ttSgts"
    ? { tt: ref("tts", indexOf(sgt)) }
    : { sgt: sgt as Ref<"ioSgts">, cache: emptyCache() };
}

/** The memory that an iterator leads to now. */
export function memoryUnder(k: Machine, iterator: PageIterator): MemoryRef {
  if ("sgt" in iterator) return readTable(k, iterator.sgt);
  const [holder, memory] =
    "tt" in iterator
      ? [iterator.tt, k.at(iterator.tt).pages]
      : [iterator.resource, k.at(iterator.resource).block];
  return memory ?? k.fault("null-pointer", holder, "has no pages to map");
}

export type MapIoPage = typeof mapIoPage;

/** Maps one page. `mapIo` is how a page is found in a segment list: patches bring their own. */
export function mapPage(
  k: Machine,
  iterator: PageIterator,
  page: number,
  mapIo: MapIoPage = mapIoPage,
): PageRef {
  const memory = memoryUnder(k, iterator);
  try {
    if ("tt" in iterator) return mapVectorPage(pagesOfMemory(k, memory), page);
    const offset =
      "sgt" in iterator
        ? ioOffset(k, iterator, page, mapIo)
        : mapLinearPage(k.at(memory as Ref<"blocks">).runs?.[0]?.offset ?? 0, page);
    const found = localPageAt(k, offset);
    return found ?? k.fault("kernel-assertion", memory, "is mapped beyond local memory");
  } catch (error) {
    if (!(error instanceof BeyondThePages)) throw error;
    return k.fault("null-pointer", memory, `is mapped at page ${page}, which it does not have`);
  }
}

function ioOffset(
  k: Machine,
  { sgt, cache }: { sgt: Ref<"ioSgts">; cache: SegmentCache },
  page: number,
  mapIo: MapIoPage,
): number {
  const { segments } = k.at(sgt);
  if (segments === undefined) return k.fault("null-pointer", sgt, "has no segments");
  return mapIo(cache, segments, { page, start: layoutOf(k).regionStart });
}
