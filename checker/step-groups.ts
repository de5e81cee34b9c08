/**
 * Finds the enabled steps of states. Steps are grouped by the first cell that they read. For each
 * value of that cell a list holds the steps that it does not already disable, so that most disabled
 * steps cost nothing; the others are walks down their tries.
 */
import type { MemoryBudget } from "./memory.ts";
import { leafOf, leafRef, ReadTrie, unknownRef, type TrieRef } from "./read-trie.ts";
import type { StateStore } from "./state-store.ts";
import { disabledLeaf, type StepMemo } from "./step-memo.ts";

/** The enabled steps of a run of states, as leaves of the step memo. */
export interface Taken {
  readonly leaves: Int32Array;
  /** By state of the run: where its leaves end. */
  readonly ends: Int32Array;
  /** How many states were looked up; fewer than asked for when something was not remembered. */
  states: number;
}

/** How many states are looked up in one run. */
const statesPerRun = 64;

export class StepGroups {
  readonly #memo: StepMemo;
  readonly #memory: MemoryBudget;
  /**
   * One node a group, for its first cell; a leaf is where the list for that cell's value begins.
   */
  readonly #heads: ReadTrie;
  readonly #groups: Map<number, { head: TrieRef; readonly instances: number[] }> = new Map();
  #headNodes: Int32Array = new Int32Array(0);
  #headCells: Int32Array = new Int32Array(0);
  /** Lists of trie references, each ended by 0. */
  #items: Int32Array;
  #itemsUsed: number = 0;
  /** Leaves of steps that read nothing at all. */
  readonly #unconditional: number[] = [];
  #grouped: boolean = false;

  constructor(memo: StepMemo, memory: MemoryBudget) {
    this.#memo = memo;
    this.#memory = memory;
    this.#heads = new ReadTrie(memory);
    this.#items = memory.allocate(256);
  }

  newTaken(): Taken {
    return {
      leaves: new Int32Array(statesPerRun * this.#memo.instances.length),
      ends: new Int32Array(statesPerRun),
      states: 0,
    };
  }

  /**
   * Looks up the states from `from` on, but not `to` and not more than `statesPerRun`; stops early
   * at one for which something is not remembered. `numbers` is left with those of the last state
   * looked at.
   */
  take(from: number, to: number, store: StateStore, numbers: Int32Array, taken: Taken): void {
    const { words, layout } = store;
    const { words: width, cellWord, cellShift, cellMask } = layout;
    const { trie } = this.#memo;
    const { nodeCell, nodeBase, nodePlaces, edges } = trie;
    const { nodeBase: headBase, nodePlaces: headPlaces, edges: headEdges } = this.#heads;
    const cellCount = numbers.length;
    const headNodes = this.#headNodes;
    const headCells = this.#headCells;
    const groupCount = headNodes.length;
    const items = this.#items;
    const unconditional = this.#unconditional;
    const { leaves, ends } = taken;
    const stop = this.#grouped ? Math.min(to, from + statesPerRun) : from;
    let found = 0;
    let state = from;
    states: for (; state < stop; state++) {
      const base = state * width;
      for (let cell = 0; cell < cellCount; cell++) {
        numbers[cell] =
          ((words[base + (cellWord[cell] as number)] as number) >>> (cellShift[cell] as number)) &
          (cellMask[cell] as number);
      }
      for (let each = 0; each < unconditional.length; each++) {
        leaves[found++] = unconditional[each] as number;
      }
      for (let group = 0; group < groupCount; group++) {
        const head = headNodes[group] as number;
        const value = numbers[headCells[group] as number] as number;
        const list =
          value < (headPlaces[head] as number)
            ? (headEdges[(headBase[head] as number) + value] as number)
            : this.#heads.child(head, value);
        if (list === unknownRef) break states;
        for (let item = ~list; items[item] !== 0; item++) {
          let place = items[item] as number;
          while (place > 0) {
            const number = numbers[nodeCell[place] as number] as number;
            place =
              number < (nodePlaces[place] as number)
                ? (edges[(nodeBase[place] as number) + number] as number)
                : trie.child(place, number);
          }
          if (place === unknownRef) break states;
          if (place !== -1) leaves[found++] = ~place;
        }
      }
      ends[state - from] = found;
    }
    taken.states = state - from;
  }

  /** Learns the groups and lists that a state needs in which every step is remembered. */
  learn(numbers: Int32Array): void {
    if (!this.#grouped) this.#group();
    const { roots, trie } = this.#memo;
    for (const [cell, group] of this.#groups) {
      const value = numbers[cell] as number;
      if (group.head !== unknownRef && this.#heads.child(group.head, value) !== unknownRef)
        continue;
      const end = this.#itemsUsed + group.instances.length + 1;
      this.#items = this.#memory.withRoom(this.#items, end);
      const start = this.#itemsUsed;
      for (const instance of group.instances) {
        const below = trie.child(roots[instance] as TrieRef, value);
        if (below !== leafRef(disabledLeaf)) this.#items[this.#itemsUsed++] = below;
      }
      this.#items[this.#itemsUsed++] = 0;
      group.head = this.#heads.add(group.head, Int32Array.of(cell), numbers, start);
    }
    this.#headNodes = Int32Array.from(this.#groups.values(), ({ head }) => head);
  }

  /** Sorts the instances into groups, once all of them have been evaluated. */
  #group(): void {
    this.#grouped = true;
    const { instances, roots, trie } = this.#memo;
    for (let instance = 0; instance < instances.length; instance++) {
      const root = roots[instance] as TrieRef;
      if (root > 0) {
        const cell = trie.nodeCell[root] as number;
        const group = this.#groups.get(cell);
        if (group !== undefined) group.instances.push(instance);
        else this.#groups.set(cell, { head: unknownRef, instances: [instance] });
      } else if (root !== leafRef(disabledLeaf)) {
        this.#unconditional.push(leafOf(root));
      }
    }
    this.#headCells = Int32Array.from(this.#groups.keys());
  }
}
