/**
 * The visited states: each packed whole, in the order of discovery, with the state that it was
 * found from, and an open-addressing hash table of their indices. Whole states are compared, so the
 * search is exact: there are no fingerprint collisions.
 *
 * An entry of the table is the state's index + 1 in as many low bits as the table has index bits,
 * and the high bits of its hash above them. An entry whose hash bits differ is passed over without
 * a look at the state.
 *
 * Most candidates are states found moments ago: two steps that commute lead to the same state from
 * neighbouring parents. A small direct-mapped cache of recent candidates answers for those without
 * a miss of the processor's own caches, which is what the rest costs.
 */
import type { Batch } from "./batch.ts";
import { repack, type Layout } from "./layout.ts";
import { stateHash } from "./state-hash.ts";
import { MemoryExhausted, type MemoryBudget } from "./memory.ts";

/** The table grows once more than this share of it is in use. */
const loadMax = 0.7;
/** When there is no memory for a larger table, this share of it may be used. */
const loadMaxAtLast = 0.9;
/**
 * The table grows fourfold up to this size, then twofold: growing means to hash everything again.
 */
const fastGrowthMax = 2 ** 25;
/**
 * The arrays of states are reserved for this many times what they held; see `MemoryBudget.reserve`.
 */
const reservation = 16;
/** Used memory is claimed for so many states at a time. */
const claimedAtOnce = 4096;
/**
 * The cache of recent candidates takes at most this many bytes, far less than a second-level cache.
 */
const recentBytesMax = 2 ** 17;

export class StateStore {
  /** The packed states, `layout.words` numbers each. */
  words: Int32Array;
  /** By state: the state from which it was found; -1 for an initial one. */
  parents: Int32Array;
  /** By state: how it was reached, as `Batch.vias` says. */
  vias: Int32Array;
  /** By state: its hash; see state-hash.ts. */
  hashes: Int32Array;
  /** By state: the witnesses that it shows, `markWords` numbers each; see witness-marks.ts. */
  marks: Int32Array;
  /** Set before the first state is stored. */
  markWords: number = 0;
  count: number = 0;
  /** States that it may hold; at that point `insert` refuses new ones. */
  limit: number = Number.POSITIVE_INFINITY;
  /** Whether a new state was refused because of the limit. */
  refused: boolean = false;
  layout: Layout;
  /** What the touching loads of `insert` yielded; kept so that they are not optimised away. */
  touched: number = 0;
  readonly #memory: MemoryBudget;
  /** States for which memory has been claimed. */
  #claimed: number = 0;
  #table: Int32Array;
  /** Recent candidates, packed, each at the place that its hash says. */
  #recent: Int32Array;
  #recentMask: number = 0;
  /**
   * The place of the state whose numbers are all 0, which is what an empty place looks like:
   * nothing is believed there.
   */
  #emptyLook: number = 0;

  constructor(layout: Layout, memory: MemoryBudget) {
    this.layout = layout;
    this.#memory = memory;
    this.words = memory.reserve(0);
    this.parents = memory.reserve(0);
    this.vias = memory.reserve(0);
    this.hashes = memory.reserve(0);
    this.marks = memory.reserve(0);
    this.#table = memory.allocate(4096);
    this.#recent = memory.allocate(0);
    this.#clearRecent();
  }

  /** Makes room for `extra` further states. Throws MemoryExhausted, with everything intact. */
  reserve(extra: number): void {
    const needed = this.count + extra;
    if (needed > this.#claimed) {
      const claim = Math.max(needed - this.#claimed, claimedAtOnce);
      this.#memory.claim(claim * this.#bytesPerState);
      this.#claimed += claim;
    }
    if (needed > this.parents.length) this.#reserveStates(needed);
    if (needed > this.#table.length * loadMax) this.#growTable(needed);
  }

  /**
   * Inserts the batch's states that are new, and leaves their indices in `batch.fresh`. There must
   * be room for all of them.
   */
  insert(batch: Batch): void {
    const survivors = this.#dropRecent(batch);
    this.#touch(batch, survivors);
    this.#insertSurvivors(batch, survivors);
    batch.count = 0;
  }

  /**
   * Sorts out candidates that equal a recent one, moves the others together, and yields how many
   * there are.
   */
  #dropRecent({ count, words, hashes, parents, vias }: Batch): number {
    const recent = this.#recent;
    const recentMask = this.#recentMask;
    const emptyLook = this.#emptyLook;
    const width = this.layout.words;
    let survivors = 0;
    for (let each = 0, from = 0; each < count; each++, from += width) {
      const hash = hashes[each] as number;
      const place = (hash & recentMask) * width;
      let equal = true;
      for (let word = 0; word < width; word++) {
        if (recent[place + word] !== words[from + word]) {
          equal = false;
          break;
        }
      }
      if (equal && place !== emptyLook) continue;
      const to = survivors * width;
      for (let word = 0; word < width; word++) {
        const bits = words[from + word] as number;
        recent[place + word] = bits;
        words[to + word] = bits;
      }
      hashes[survivors] = hash;
      parents[survivors] = parents[each] as number;
      vias[survivors] = vias[each] as number;
      survivors++;
    }
    return survivors;
  }

  /** Loads what the insertion will look at, so that the cache misses of one batch overlap. */
  #touch({ hashes }: Batch, survivors: number): void {
    const { words } = this;
    const table = this.#table;
    const width = this.layout.words;
    const mask = table.length - 1;
    let touched = 0;
    for (let each = 0; each < survivors; each++) {
      touched ^= table[(hashes[each] as number) & mask] as number;
    }
    for (let each = 0; each < survivors; each++) {
      const hash = hashes[each] as number;
      const entry = table[hash & mask] as number;
      if (entry !== 0 && ((entry ^ hash) & ~mask) === 0) {
        touched ^= words[(entry & mask) * width - 1] as number;
      }
    }
    this.touched = touched;
  }

  #insertSurvivors(batch: Batch, survivors: number): void {
    const { words: source, hashes: sourceHashes, parents: sources, vias: sourceVias } = batch;
    const { words, hashes, parents, vias, limit } = this;
    const { fresh } = batch;
    const table = this.#table;
    const width = this.layout.words;
    const mask = table.length - 1;
    let count = this.count;
    let found = 0;
    for (let each = 0, from = 0; each < survivors; each++, from += width) {
      const hash = sourceHashes[each] as number;
      let slot = hash & mask;
      let entry = table[slot] as number;
      probe: for (; entry !== 0; slot = (slot + 1) & mask, entry = table[slot] as number) {
        if (((entry ^ hash) & ~mask) !== 0) continue;
        const known = ((entry & mask) - 1) * width;
        for (let word = 0; word < width; word++) {
          if (words[known + word] !== source[from + word]) continue probe;
        }
        break;
      }
      if (entry !== 0) continue;
      if (count >= limit) {
        this.refused = true;
        continue;
      }
      table[slot] = (hash & ~mask) | (count + 1);
      const place = count * width;
      for (let word = 0; word < width; word++) {
        words[place + word] = source[from + word] as number;
      }
      hashes[count] = hash;
      parents[count] = sources[each] as number;
      vias[count] = sourceVias[each] as number;
      fresh[found++] = count++;
    }
    this.count = count;
    batch.freshCount = found;
  }

  /** Packs everything anew in another layout; hashes stay, and so does the table. */
  relayout(layout: Layout): void {
    const old = this.layout;
    let target = this.words;
    if (layout.words !== old.words) {
      this.#memory.claim(4 * (layout.words - old.words) * this.#claimed);
      target = this.#memory.reserve(this.parents.length * layout.words);
    }
    repack({ from: old, to: layout }, this.words, this.count, target);
    this.words = target;
    this.layout = layout;
    this.#clearRecent();
  }

  /** By state: the words, the marks, the hash, the parent and the way. */
  get #bytesPerState(): number {
    return 4 * (this.layout.words + this.markWords) + 12;
  }

  /** Makes the arrays of states long enough for `needed` states, by far if the system lets us. */
  #reserveStates(needed: number): void {
    const width = this.layout.words;
    const longer = (array: Int32Array, length: number): Int32Array => {
      const copy = this.#memory.reserve(length);
      copy.set(array.length > copy.length ? array.subarray(0, copy.length) : array);
      return copy;
    };
    const reserve = (states: number): void => {
      const words = longer(this.words, states * width);
      const parents = longer(this.parents, states);
      const hashes = longer(this.hashes, states);
      const marks = longer(this.marks, states * this.markWords);
      this.vias = longer(this.vias, states);
      this.words = words;
      this.parents = parents;
      this.hashes = hashes;
      this.marks = marks;
    };
    try {
      reserve(reservation * needed);
    } catch (error) {
      if (!(error instanceof MemoryExhausted)) throw error;
      reserve(Math.ceil(1.5 * needed));
    }
  }

  #growTable(needed: number): void {
    const old = this.#table;
    let length = old.length * (old.length < fastGrowthMax ? 4 : 2);
    while (needed > length * loadMax) length *= 2;
    let table: Int32Array;
    try {
      if (length > 2 ** 30) throw new MemoryExhausted();
      table = this.#memory.allocate(length);
    } catch (error) {
      if (error instanceof MemoryExhausted && needed <= old.length * loadMaxAtLast) return;
      throw error;
    }
    this.#rehash(table);
    this.#memory.release(old);
    this.#table = table;
  }

  #rehash(table: Int32Array): void {
    const { hashes, count } = this;
    const mask = table.length - 1;
    for (let state = 0; state < count; state++) {
      const hash = hashes[state] as number;
      let slot = hash & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = (hash & ~mask) | (state + 1);
    }
  }

  /** Empties the cache of recent candidates, and fits it to the layout. */
  #clearRecent(): void {
    const { layout } = this;
    const width = layout.words;
    const places = Math.max(2, 2 ** Math.floor(Math.log2(recentBytesMax / (4 * width))));
    if (this.#recent.length === places * width) {
      this.#recent.fill(0);
    } else {
      this.#memory.release(this.#recent);
      this.#recent = this.#memory.allocate(places * width);
    }
    this.#recentMask = places - 1;
    this.#emptyLook =
      (stateHash(new Int32Array(layout.cellMask.length)) & this.#recentMask) * width;
  }
}
