/** Layouts: what is packed is unpacked the same, and no cell touches another. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Layout, repack } from "../../checker/layout.ts";

const counts = fc.array(
  fc.oneof(fc.constantFrom(1, 2, 3, 4, 5, 255, 256, 257, 65_536, 65_537), fc.nat(2 ** 24)),
  { maxLength: 80 },
);
/** Counts of values, and for each cell some number below its count. */
const packed = counts.chain((list) =>
  fc.record({
    counts: fc.constant(list.map((count) => Math.max(1, count))),
    numbers: fc.tuple(...list.map((count) => fc.nat(Math.max(0, count - 1)))),
  }),
);

const packAt = (layout: Layout, numbers: Int32Array, offset: number): Int32Array => {
  const words = new Int32Array(offset + layout.words + 1).fill(-1);
  layout.pack(numbers, words, offset);
  return words;
};

test("packing and unpacking yields the same numbers, and touches nothing beside them", () => {
  fc.assert(
    fc.property(packed, fc.nat(3), (given, offset) => {
      const layout = Layout.tight(given.counts);
      const numbers = Int32Array.from(given.numbers);
      const words = packAt(layout, numbers, offset);
      const out = new Int32Array(numbers.length);
      layout.unpack(words, offset, out);
      expect([...out]).toEqual([...numbers]);
      expect([...words.subarray(0, offset)]).toEqual(Array.from({ length: offset }, () => -1));
      expect(words.at(-1)).toBe(-1);
      expect(layout.words).toBeGreaterThan(0);
    }),
  );
});

test("states are equal when and only when their packed words are", () => {
  fc.assert(
    fc.property(packed, fc.nat(), (given, which) => {
      const { length } = given.counts;
      fc.pre(length > 0);
      const cell = which % length;
      fc.pre((given.counts[cell] as number) > 1);
      const layout = Layout.tight(given.counts);
      const numbers = Int32Array.from(given.numbers);
      const other = numbers.slice();
      other[cell] = ((other[cell] as number) + 1) % (given.counts[cell] as number);
      expect([...packAt(layout, other, 0)]).not.toEqual([...packAt(layout, numbers, 0)]);
    }),
  );
});

test("a layout fits the counts that it was made for, and not one value more than its bits", () => {
  fc.assert(
    fc.property(packed, (given) => {
      const layout = Layout.tight(given.counts);
      expect(layout.fits(given.counts)).toBe(true);
      for (const [cell, mask] of layout.cellMask.entries()) {
        const most = (mask >>> 0) + 1;
        expect(
          layout.fits(given.counts.map((count, index) => (index === cell ? most : count))),
        ).toBe(true);
        expect(
          layout.fits(given.counts.map((count, index) => (index === cell ? most + 1 : count))),
        ).toBe(false);
      }
    }),
    { numRuns: 30 },
  );
});

test("states packed anew in a wider layout are as if they had been packed there at first", () => {
  const growth = fc.array(fc.tuple(fc.nat(11), fc.integer({ min: 1, max: 70_000 })), {
    minLength: 1,
    maxLength: 30,
  });
  fc.assert(
    fc.property(growth, fc.array(fc.nat(), { minLength: 12, maxLength: 48 }), (steps, seeds) => {
      const counts = Array.from({ length: 12 }, () => 1);
      let layout = Layout.tight(counts);
      for (const [cell, more] of steps) {
        const states = Array.from({ length: Math.floor(seeds.length / 12) }, (_, state) =>
          Int32Array.from(counts, (count, index) => (seeds[12 * state + index] as number) % count),
        );
        const packedIn = (wanted: Layout): Int32Array => {
          const words = new Int32Array(states.length * wanted.words);
          for (const [at, numbers] of states.entries())
            wanted.pack(numbers, words, at * wanted.words);
          return words;
        };
        counts[cell] = (counts[cell] as number) + more;
        const wider = layout.widened(counts);
        expect(wider.fits(counts)).toBe(true);
        const words = packedIn(layout);
        const target = wider.words === layout.words ? words : packedIn(wider).fill(0);
        repack({ from: layout, to: wider }, words, states.length, target);
        expect([...target]).toEqual([...packedIn(wider)]);
        layout = wider;
      }
    }),
    { numRuns: 200 },
  );
});
