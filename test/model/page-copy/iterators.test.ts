/** Page iterators yield what indexing yields, in any order of accesses; faulty ones are found. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { copyRule } from "../../../model/page-copy/copy.ts";
import * as ioIterator from "../../../model/page-copy/io-iterator.ts";
import { mapLinearPage, mapVectorPage } from "../../../model/page-copy/page-iterator.ts";
import { loadFaulty, type Fault } from "../faulty-variant.ts";
import { accessFault, firstAccessFault, tableOf } from "./checks.ts";

test("forward, backward and any three accesses yield the right pages", () => {
  expect(firstAccessFault(ioIterator)).toBeNull();
});

test("any accesses to any table yield the right pages", () => {
  const any = fc
    .array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 12 })
    .chain((lengths) => {
      const count = lengths.reduce((sum, each) => sum + each, 0);
      return fc.record({
        lengths: fc.constant(lengths),
        accesses: fc.array(fc.nat({ max: count }), { maxLength: 60 }),
        start: fc.nat({ max: 1000 }),
      });
    });
  fc.assert(
    fc.property(any, ({ lengths, accesses, start }) => {
      const table = tableOf(lengths, start);
      expect(accessFault(ioIterator, { table, accesses, start })).toBeNull();
    }),
  );
});

test("page vectors and memory in one piece are indexed", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 1 }), fc.nat(), (pages, seed) => {
      const page = seed % pages.length;
      expect(mapVectorPage(pages, page)).toBe(pages[page]);
      expect(() => mapVectorPage(pages, pages.length)).toThrow("there is no page");
      expect(mapLinearPage(seed, page)).toBe(seed + page);
    }),
  );
});

test("data that does not exist is not copied", () => {
  const [lmem, system] = [{ usesTt: false }, { usesTt: true }];
  const tt = (isPopulated: boolean, zeroAlloc: boolean) => ({ isPopulated, zeroAlloc });
  expect(copyRule(system, system, tt(true, true))).toBe("nothing");
  expect(copyRule(system, lmem, tt(true, true))).toBe("copy");
  expect(copyRule(system, lmem, tt(true, false))).toBe("copy");
  expect(copyRule(system, lmem, tt(false, true))).toBe("clear");
  expect(copyRule(system, lmem, tt(false, false))).toBe("nothing");
  expect(copyRule(system, lmem, null)).toBe("clear");
  for (const each of [null, tt(true, true), tt(false, false)]) {
    expect(copyRule(lmem, system, each)).toBe("copy");
    expect(copyRule(lmem, lmem, each)).toBe("copy");
  }
});

const file = "page-copy/io-iterator.ts";

const faults: readonly Fault[] = [
  {
    bug: null,
    title: "a page before the cached segment is looked for in it",
    file,
    replace: "if (page < cache.first) Object.assign(cache, emptyCache());",
    by: "",
  },
  {
    bug: null,
    title: "beginning again forgets to reset the end of the segment",
    file,
    replace: "Object.assign(cache, emptyCache());",
    by: "Object.assign(cache, { ...emptyCache(), end: cache.end });",
  },
  {
    bug: null,
    title: "beginning again leaves the pointer into the table",
    file,
    replace: "Object.assign(cache, emptyCache());",
    by: "Object.assign(cache, { ...emptyCache(), segment: cache.segment });",
  },
  {
    bug: null,
    title: "the page behind a segment is taken for its last one",
    file,
    replace: "while (page >= cache.end)",
    by: "while (page > cache.end || cache.segment === null)",
  },
  {
    bug: null,
    title: "only one segment is skipped",
    file,
    replace: "while (page >= cache.end)",
    by: "if (page >= cache.end)",
  },
  {
    bug: null,
    title: "pages are counted from the head, and not from the segment",
    file,
    replace: "cache.offset + (page - cache.first)",
    by: "cache.offset + page",
  },
  {
    bug: null,
    title: "the start of the mapping is not subtracted",
    file,
    replace: "segment.address - start",
    by: "segment.address",
  },
];

test.each(faults)("$title", async (fault) => {
  const iterator = await loadFaulty<typeof ioIterator>(fault, [file]);
  expect(firstAccessFault(iterator)).not.toBeNull();
});
