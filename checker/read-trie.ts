/**
 * Read tries: what remembers the outcomes of pure functions of a few cells. A node names the next
 * cell that the function reads, an edge is that cell's number, and a leaf stands for the result. A
 * reference to a place in the trie is a number: positive for a node, negative for a leaf, 0 for
 * "not known yet".
 *
 * Edges of a node lie side by side, indexed by number; a node whose numbers are too scattered for
 * that keeps them in a Map instead.
 */
import type { MemoryBudget } from "./memory.ts";

/** A place in a trie; see above. */
export type TrieRef = number;
export const unknownRef: TrieRef = 0;

/** Leaves are numbered from 0. */
export const leafRef = (leaf: number): TrieRef => ~leaf;
export const leafOf = (reference: TrieRef): number => ~reference;

/** A node keeps its edges in a Map when less than one in this many places would be used. */
const sparsityMax = 16;
/** A node with fewer places than this is never sparse. */
const denseAlways = 256;
/** A guess at what an entry of a Map takes, in bytes. */
const mapEntryBytes = 48;

/** Thrown when a function reads other cells than it did before, given the same values. */
export class ReadsDiffer extends Error {
  override readonly name = "ReadsDiffer";
}

export class ReadTrie {
  /** By node: the cell to read next. */
  nodeCell: Int32Array;
  /** By node: where its edges begin, and how many places there are; 0 places: sparse or none. */
  nodeBase: Int32Array;
  nodePlaces: Int32Array;
  edges: Int32Array;
  readonly #memory: MemoryBudget;
  readonly #children: number[] = [0];
  readonly #sparse: Map<TrieRef, Map<number, TrieRef>> = new Map();
  #nodes: number = 1;
  #edgesUsed: number = 0;

  constructor(memory: MemoryBudget) {
    this.#memory = memory;
    this.nodeCell = memory.allocate(256);
    this.nodeBase = memory.allocate(256);
    this.nodePlaces = memory.allocate(256);
    this.edges = memory.allocate(1024);
  }

  /** Yields the child of `node` for a cell that has `number`. */
  child(node: TrieRef, number: number): TrieRef {
    if (number < (this.nodePlaces[node] as number)) {
      return this.edges[(this.nodeBase[node] as number) + number] as number;
    }
    return this.#sparse.get(node)?.get(number) ?? unknownRef;
  }

  /** Walks from `reference` as the cells' `numbers` say, and yields the leaf, or `unknownRef`. */
  walk(reference: TrieRef, numbers: Int32Array): TrieRef {
    while (reference > 0) {
      reference = this.child(reference, numbers[this.nodeCell[reference] as number] as number);
    }
    return reference;
  }

  /**
   * Adds the path of `reads` to `leaf` below `root`, and yields the root. Throws ReadsDiffer when a
   * path that is there contradicts it.
   */
  add(root: TrieRef, reads: Int32Array, numbers: Int32Array, leaf: number): TrieRef {
    let parent: TrieRef = unknownRef;
    let edge = 0;
    let place = root;
    let result = root;
    const attach = (reference: TrieRef): void => {
      if (parent === unknownRef) result = reference;
      else this.#setChild(parent, edge, reference);
    };
    for (const cell of reads) {
      if (place < 0) throw new ReadsDiffer();
      if (place === unknownRef) {
        place = this.#newNode(cell);
        attach(place);
      } else if (this.nodeCell[place] !== cell) {
        throw new ReadsDiffer();
      }
      parent = place;
      edge = numbers[cell] as number;
      place = this.child(parent, edge);
    }
    if (place !== unknownRef) throw new ReadsDiffer();
    attach(leafRef(leaf));
    return result;
  }

  #newNode(cell: number): TrieRef {
    const node = this.#nodes++;
    // Each array for itself: near the memory bound they grow by different lengths.
    this.nodeCell = this.#memory.withRoom(this.nodeCell, node + 1);
    this.nodeBase = this.#memory.withRoom(this.nodeBase, node + 1);
    this.nodePlaces = this.#memory.withRoom(this.nodePlaces, node + 1);
    this.nodeCell[node] = cell;
    this.#children.push(0);
    return node;
  }

  #setChild(node: TrieRef, number: number, reference: TrieRef): void {
    const children = ((this.#children[node] as number) += 1);
    const sparse = this.#sparse.get(node);
    if (sparse !== undefined) {
      sparse.set(number, reference);
      this.#memory.countHeap(mapEntryBytes);
      return;
    }
    const places = this.nodePlaces[node] as number;
    if (number >= places) {
      const wanted = 2 ** Math.max(2, 32 - Math.clz32(number));
      if (wanted > denseAlways && wanted > children * sparsityMax) {
        this.#makeSparse(node);
        this.#setChild(node, number, reference);
        return;
      }
      this.#widen(node, wanted);
    }
    this.edges[(this.nodeBase[node] as number) + number] = reference;
  }

  #widen(node: TrieRef, places: number): void {
    const end = this.#edgesUsed + places;
    this.edges = this.#memory.withRoom(this.edges, end);
    const from = this.nodeBase[node] as number;
    this.edges.copyWithin(this.#edgesUsed, from, from + (this.nodePlaces[node] as number));
    this.nodeBase[node] = this.#edgesUsed;
    this.nodePlaces[node] = places;
    this.#edgesUsed = end;
  }

  #makeSparse(node: TrieRef): void {
    const base = this.nodeBase[node] as number;
    const map = new Map<number, TrieRef>();
    for (let number = 0; number < (this.nodePlaces[node] as number); number++) {
      const reference = this.edges[base + number] as number;
      if (reference !== unknownRef) map.set(number, reference);
    }
    this.#memory.countHeap(map.size * mapEntryBytes);
    this.#sparse.set(node, map);
    this.nodePlaces[node] = 0;
  }
}
