/** The builders of sg-tables say of every list of pages what a walk over single pages says. */
import fc from "fast-check";
import { expect, test } from "vitest";
import * as fromBuddy from "../../../model/scatterlist/from-buddy.ts";
import * as fromFolios from "../../../model/scatterlist/from-folios.ts";
import * as fromNode from "../../../model/scatterlist/from-node.ts";
import * as iterate from "../../../model/scatterlist/iterate.ts";
import { TableWriter } from "../../../model/scatterlist/table-writer.ts";
import {
  buddyFaults,
  firstBuilderFault,
  firstIterationFault,
  folioFaults,
  nodeFaults,
} from "./checks.ts";
import type { Run } from "./oracle.ts";

const builders = { ...fromBuddy, ...fromFolios, ...fromNode };

const anyLimits = fc.record({
  regionStart: fc.nat({ max: 1 << 20 }),
  segmentPagesMax: fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 9, max: 5000 })),
});

/** Runs that do not overlap, in any order: gaps of no page make neighbours. */
const runsWith = (lengths: fc.Arbitrary<number>): fc.Arbitrary<Run[]> =>
  fc
    .array(fc.record({ gap: fc.constantFrom(0, 0, 1, 5), pages: lengths }), {
      minLength: 1,
      maxLength: 12,
    })
    .map((parts) => {
      let start = 0;
      return parts.map(({ gap, pages }) => {
        start += gap + pages;
        return { start: start - pages, pages };
      });
    })
    .chain((runs) => fc.constantFrom(runs, runs.toReversed(), runs.toSorted(byLength)));

const byLength = (a: Run, b: Run): number => b.pages - a.pages;
const powerOfTwo = fc.nat({ max: 9 }).map((order) => 2 ** order);
const total = (runs: readonly Run[]): number => runs.reduce((sum, { pages }) => sum + pages, 0);

test(
  "all lists of up to six pages, with all limits, become the right tables",
  { timeout: 60_000 },
  () => {
    expect(firstBuilderFault(builders, 6)).toBeNull();
  },
);

test("walks over tables end at the mark, trimmed or not", () => {
  expect(firstIterationFault(builders, iterate, 5)).toBeNull();
});

test("any node becomes the right table", () => {
  const node = fc.record({ start: fc.nat(), pages: fc.integer({ min: 1, max: 3000 }) });
  fc.assert(
    fc.property(node, anyLimits, (run, limits) => {
      expect(nodeFaults(builders, run, limits)).toBeNull();
    }),
  );
});

test("any list of blocks becomes the right table", () => {
  fc.assert(
    fc.property(runsWith(powerOfTwo), anyLimits, (runs, limits) => {
      expect(buddyFaults(builders, { runs, size: total(runs), limits })).toBeNull();
    }),
  );
});

test("one block that is longer than its object is clipped", () => {
  const object = fc.nat({ max: 9 }).chain((order) =>
    fc.record({
      pages: fc.constant(2 ** order),
      size: fc.integer({ min: 1, max: 2 ** order }),
      start: fc.nat({ max: 100 }),
    }),
  );
  fc.assert(
    fc.property(object, anyLimits, ({ start, pages, size }, limits) => {
      expect(buddyFaults(builders, { runs: [{ start, pages }], size, limits })).toBeNull();
    }),
  );
});

test("any file becomes the right table, whose references can be put again", () => {
  const file = runsWith(powerOfTwo).chain((runs) => {
    const last = runs.at(-1)?.pages ?? 1;
    const size = fc.integer({ min: total(runs) - last + 1, max: total(runs) });
    return fc.record({ runs: fc.constant(runs), size });
  });
  fc.assert(
    fc.property(file, anyLimits, ({ runs, size }, { segmentPagesMax }) => {
      expect(folioFaults(builders, { runs, size, segmentPagesMax })).toBeNull();
    }),
  );
});

test("blocks that are longer together than their object are beyond what the builder can do", () => {
  const runs = [
    { start: 0, pages: 2 },
    { start: 4, pages: 2 },
  ];
  const limits = { regionStart: 0, segmentPagesMax: 8 };
  expect(buddyFaults(builders, { runs, size: 3, limits })).toMatch(/^length/);
});

test("a table that cannot be trimmed keeps its unused entries behind the mark", () => {
  const writer = new TableWriter(3, { regionStart: 0, segmentPagesMax: 2 });
  writer.add(4, 2);
  const table = writer.finish(false);
  expect({ entries: table.entries.length, used: table.used }).toEqual({ entries: 3, used: 1 });
  expect([...iterate.pagesOf(table)]).toEqual([4, 5]);
});
