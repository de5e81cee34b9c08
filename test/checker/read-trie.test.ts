/** Read tries remember the result of any function of a few cells, and notice one that is none. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MemoryBudget } from "../../checker/memory.ts";
import { leafOf, leafRef, ReadsDiffer, ReadTrie, unknownRef } from "../../checker/read-trie.ts";

const cellCount = 5;

/** A function that reads cells one after the other, the next one depending on what it has seen. */
function readAndSum(numbers: Int32Array, seed: number): { reads: Int32Array; result: number } {
  const reads: number[] = [];
  let sum = seed;
  for (let cell = seed % cellCount; !reads.includes(cell); cell = (sum + seed) % cellCount) {
    reads.push(cell);
    sum += numbers[cell] as number;
  }
  return { reads: Int32Array.from(reads), result: sum };
}

test("what was added is found again, whatever the order and however far apart the numbers", () => {
  const number = fc.oneof(fc.nat(4), fc.nat(400), fc.nat(100_000));
  const vectors = fc.array(fc.array(number, { minLength: cellCount, maxLength: cellCount }), {
    maxLength: 80,
  });
  fc.assert(
    fc.property(vectors, fc.nat(20), (lists, seed) => {
      const trie = new ReadTrie(new MemoryBudget());
      const vectors = lists.map((list) => Int32Array.from(list));
      let root = unknownRef;
      for (const numbers of vectors) {
        const { reads, result } = readAndSum(numbers, seed);
        if (trie.walk(root, numbers) === unknownRef) root = trie.add(root, reads, numbers, result);
      }
      for (const numbers of vectors) {
        expect(leafOf(trie.walk(root, numbers))).toBe(readAndSum(numbers, seed).result);
      }
    }),
    { numRuns: 200 },
  );
});

test("a node with many numbers stays dense, one with few that are far apart becomes sparse", () => {
  const trie = new ReadTrie(new MemoryBudget());
  const read = Int32Array.of(0);
  let dense = unknownRef;
  for (let n = 0; n < 5_000; n++) dense = trie.add(dense, read, Int32Array.of(n), n);
  expect(trie.nodePlaces[dense]).toBeGreaterThanOrEqual(5_000);
  let sparse = unknownRef;
  const far = [3, 70_000, 12, 1_000_000, 0];
  for (const n of far) sparse = trie.add(sparse, read, Int32Array.of(n), n);
  expect(trie.nodePlaces[sparse]).toBe(0);
  for (const n of far) expect(trie.walk(sparse, Int32Array.of(n))).toBe(leafRef(n));
  for (const n of [1, 71_000]) expect(trie.walk(sparse, Int32Array.of(n))).toBe(unknownRef);
  expect(trie.walk(dense, Int32Array.of(5_000))).toBe(unknownRef);
});

describe("a function that reads differently given the same values is noticed when it", () => {
  const numbers = Int32Array.of(1, 2, 3, 4, 5);
  const cases: [string, number[], number[]][] = [
    ["reads another cell first", [0, 1], [1, 0]],
    ["reads another cell later", [0, 1], [0, 2]],
    ["stops earlier", [0, 1], [0]],
    ["goes on reading", [0], [0, 1]],
    ["reads nothing at all", [0], []],
    ["reads something after all", [], [0]],
    ["is added twice", [0, 1], [0, 1]],
  ];
  test.each(cases)("%s", (_, first, second) => {
    const trie = new ReadTrie(new MemoryBudget());
    const root = trie.add(unknownRef, Int32Array.from(first), numbers, 7);
    expect(() => trie.add(root, Int32Array.from(second), numbers, 8)).toThrow(ReadsDiffer);
  });
});
