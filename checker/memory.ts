/** Counts the bytes of the engine's own buffers, and refuses to let them outgrow a budget. */
import { totalmem } from "node:os";
import { getHeapStatistics } from "node:v8";

/** Thrown inside the engine when a buffer cannot grow; searches turn it into the bound "memory". */
export class MemoryExhausted extends Error {
  override readonly name = "MemoryExhausted";
}

/** What V8 counts into its limit for young objects, which can hold nothing of ours for long. */
const youngBytes = 48 * 2 ** 20;

/**
 * The share of the heap that may be filled with counted objects; the rest is for what comes and
 * goes.
 */
function heapShare(): number {
  const limit = getHeapStatistics().heap_size_limit;
  return Math.floor(0.5 * Math.max(limit - youngBytes, limit / 4));
}

export class MemoryBudget {
  readonly bytesMax: number;
  #bytes: number = 0;
  #heapBytes: number = 0;
  readonly #heapBytesMax: number = heapShare();

  constructor(bytesMax: number = Math.floor(totalmem() * 0.6)) {
    this.bytesMax = bytesMax;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get bytesLeft(): number {
    return this.bytesMax - this.#bytes;
  }

  /**
   * Yields a zeroed array of `length` 32-bit numbers. Throws MemoryExhausted when there is no room.
   */
  allocate(length: number): Int32Array {
    const bytes = 4 * length;
    if (bytes > this.bytesLeft) throw new MemoryExhausted();
    try {
      const array = new Int32Array(length);
      this.#bytes += bytes;
      return array;
    } catch (error) {
      if (error instanceof RangeError) throw new MemoryExhausted();
      throw error;
    }
  }

  /**
   * Yields an array of which the pages are taken from the system only when they are first written,
   * so that a far too long one costs nothing. Nothing is counted: `claim` what is used.
   */
  reserve(length: number): Int32Array {
    try {
      return new Int32Array(length);
    } catch (error) {
      if (error instanceof RangeError) throw new MemoryExhausted();
      throw error;
    }
  }

  /** Counts `bytes` of reserved memory as used. Throws MemoryExhausted when there is no room. */
  claim(bytes: number): void {
    if (bytes > this.bytesLeft) throw new MemoryExhausted();
    this.#bytes += bytes;
  }

  /** Says that `array` is garbage. */
  release(array: Int32Array): void {
    this.#bytes -= array.byteLength;
  }

  /**
   * Yields `array` if it has room for `length` numbers. Else yields a copy that has, half as long
   * again as it was; near the budget, just as long as fits. While it copies, both count.
   */
  withRoom(array: Int32Array, length: number): Int32Array {
    if (array.length >= length) return array;
    const wanted = Math.max(length, Math.ceil(array.length * 1.5), 256);
    const affordable = Math.floor(this.bytesLeft / 4);
    const grown = this.allocate(Math.max(length, Math.min(wanted, affordable)));
    grown.set(array);
    this.release(array);
    return grown;
  }

  /**
   * Counts objects that the engine has put on the heap, by a careful guess. Throws MemoryExhausted
   * when they threaten to fill it, since the process would die of that.
   */
  countHeap(bytes: number): void {
    this.#bytes += bytes;
    this.#heapBytes += bytes;
    if (bytes > 0 && (this.bytesLeft < 0 || this.#heapBytes > this.#heapBytesMax)) {
      throw new MemoryExhausted();
    }
  }
}
