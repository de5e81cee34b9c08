/**
 * The checks of the page iterators, as functions of the code under test: every access must yield
 * what indexing a list of all pages yields, whatever was accessed before.
 */
import type * as IoIterator from "../../../model/page-copy/io-iterator.ts";
import type { SgTable } from "../../../model/scatterlist/segment.ts";

/** A table over segments of these lengths, with gaps, so that no page lies where another does. */
export function tableOf(lengths: readonly number[], start: number): SgTable {
  let address = start + 3;
  const entries = lengths.map((pages) => {
    address += pages + 2;
    return { address: address - pages, pages };
  });
  return { entries: entries.toReversed(), used: entries.length };
}

/** Accesses pages in this order with one cache; yields the first wrong answer, or null. */
export function accessFault(
  { emptyCache, mapIoPage }: typeof IoIterator,
  { table, accesses, start }: { table: SgTable; accesses: readonly number[]; start: number },
): string | null {
  const pages = table.entries
    .slice(0, table.used)
    .flatMap(({ address, pages: count }) => Array.from({ length: count }, (_, i) => address + i));
  const cache = emptyCache();
  for (const [index, page] of accesses.entries()) {
    const expected = pages[page];
    let found: number | undefined;
    try {
      found = mapIoPage(cache, table, { page, start });
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "BeyondThePages") throw error;
    }
    // Nobody goes on behind a NULL pointer.
    if (expected === undefined) return found === undefined ? null : `no fault at ${page}`;
    if (found !== expected - start)
      return `${found} at ${page}, access ${index} of ${accesses.join()}`;
  }
  return null;
}

function* sequences(pages: number, length: number): Generator<number[]> {
  if (length === 0) return yield [];
  for (let page = 0; page < pages; page++) {
    for (const rest of sequences(pages, length - 1)) yield [page, ...rest];
  }
}

/** All orders of three accesses, and both directions, over all small tables. */
export function firstAccessFault(iterator: typeof IoIterator): string | null {
  for (const lengths of [[1], [2], [1, 1], [2, 1], [1, 2], [1, 1, 1], [2, 2], [1, 3, 2]]) {
    const count = lengths.reduce((sum, each) => sum + each, 0);
    const forward = Array.from({ length: count }, (_, page) => page);
    const orders = [forward, forward.toReversed(), [...forward, ...forward], [count]];
    for (const accesses of [...orders, ...sequences(count, 3)]) {
      for (const start of [0, 1]) {
        const fault = accessFault(iterator, { table: tableOf(lengths, start), accesses, start });
        if (fault !== null) return fault;
      }
    }
  }
  return null;
}
