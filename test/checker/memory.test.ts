/** The memory budget counts what it hands out, and refuses what does not fit. */
import { describe, expect, test } from "vitest";
import { MemoryBudget, MemoryExhausted } from "../../checker/memory.ts";

describe("a budget of 4,000 bytes", () => {
  test("allocates up to it, and not beyond", () => {
    const memory = new MemoryBudget(4_000);
    const array = memory.allocate(600);
    expect([array.length, memory.bytes, memory.bytesLeft]).toEqual([600, 2_400, 1_600]);
    expect(() => memory.allocate(401)).toThrow(MemoryExhausted);
    expect(memory.bytes, "what was refused is not counted").toBe(2_400);
    memory.release(array);
    expect(memory.bytes).toBe(0);
    expect(memory.allocate(1_000)).toHaveLength(1_000);
  });

  test("grows arrays by half, by less near its end, and never without room", () => {
    const memory = new MemoryBudget(10_000);
    const first = memory.allocate(400).fill(7);
    const second = memory.withRoom(first, 401);
    expect(second).toHaveLength(600);
    expect([...second.subarray(398, 402)]).toEqual([7, 7, 0, 0]);
    const third = memory.withRoom(second, 601);
    expect(third).toHaveLength(900);
    const fourth = memory.withRoom(third, 901);
    expect(fourth.length, "as many as fit beside the old ones").toBe(1_350);
    expect(() => memory.withRoom(fourth, 1_351)).toThrow(MemoryExhausted);
    expect(memory.bytes).toBe(4 * fourth.length);
  });

  test("counts what is reserved only once it is claimed", () => {
    const memory = new MemoryBudget(4_000);
    expect(memory.reserve(1_000_000)).toHaveLength(1_000_000);
    expect(memory.bytes).toBe(0);
    memory.claim(3_000);
    expect(() => {
      memory.claim(1_001);
    }).toThrow(MemoryExhausted);
    memory.countHeap(1_000);
    expect(memory.bytesLeft).toBe(0);
    expect(() => {
      memory.countHeap(1);
    }).toThrow(MemoryExhausted);
  });
});

test("an array that no machine has room for is refused like any other", () => {
  const memory = new MemoryBudget(Number.MAX_SAFE_INTEGER);
  expect(() => memory.allocate(2 ** 45)).toThrow(MemoryExhausted);
  expect(() => memory.reserve(2 ** 45)).toThrow(MemoryExhausted);
});
