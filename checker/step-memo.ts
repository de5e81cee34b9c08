/**
 * What is remembered of every action instance: a read trie whose leaves are the evaluations, and
 * the outcomes of those in the form in which they are applied, as the bits in which the packed
 * state changes. A written cell is also a read one, so that for a given leaf the old bits are known
 * and the change is an exclusive or.
 */
import { CoverageTally } from "./coverage.ts";
import type { Evaluation, Evaluator, Outcome } from "./evaluation.ts";
import { actionInstances, instanceName, type ActionInstance } from "./instances.ts";
import type { Layout } from "./layout.ts";
import { ModelError } from "./model-error.ts";
import type { MemoryBudget } from "./memory.ts";
import { ReadsDiffer, ReadTrie, unknownRef, type TrieRef } from "./read-trie.ts";
import { cellHash } from "./state-hash.ts";
import type { System } from "./system.ts";
import type { Coverage } from "./verdict.ts";
import type { WriteSets } from "./write-sets.ts";

/** The leaf of all evaluations that are not enabled. */
export const disabledLeaf = 0;
/**
 * Careful guesses at what a leaf, an outcome and a cell written by it take beside the arrays, in
 * bytes.
 */
const leafBytes = 320;
const outcomeBytes = 600;
const writeBytes = 48;

/** A memo is dropped once it has missed this often, and in more than half of the states. */
const missesMin = 8192;

export class StepMemo {
  readonly instances: readonly ActionInstance[];
  readonly trie: ReadTrie;
  /** By instance: the root of its trie. */
  readonly roots: TrieRef[];
  /** What was taken without being remembered. */
  direct: CoverageTally;
  /** Instances that are not remembered any more, since they read too much. */
  readonly dropped: Set<number> = new Set();
  /** By leaf: its instance, its first outcome and how many it has. */
  leafInstance: Int32Array;
  leafFirst: Int32Array;
  leafCount: Int32Array;
  /** By leaf: the cells that it depends on, cell c as bit c modulo 32. */
  leafReadBits: Int32Array;
  /** By leaf: in how many states it applied. */
  leafHits: Float64Array = new Float64Array(256);
  /** By leaf: the cells that it depends on. */
  readonly leafReads: Int32Array[] = [];
  /** By outcome: the bits in which the packed state changes, `layout.words` numbers each. */
  deltas: Int32Array;
  /** By outcome: the write set, the same as bits, and the leaf. */
  writeSets: Int32Array;
  writeBits: Int32Array;
  outcomeLeaf: Int32Array;
  /** By outcome: the change of the hash. */
  hashDeltas: Int32Array;
  readonly outcomes: Outcome[] = [];
  /** By outcome: the numbers that its cells had before. */
  readonly #before: (readonly number[])[] = [];
  readonly #evaluator: Evaluator;
  readonly #sets: WriteSets;
  readonly #memory: MemoryBudget;
  readonly #misses: Float64Array;
  #layout: Layout;

  constructor(
    system: System,
    evaluator: Evaluator,
    sets: WriteSets,
    layout: Layout,
    memory: MemoryBudget,
  ) {
    const instances = actionInstances(system);
    const names = system.actions.map(({ name }) => name);
    this.instances = instances;
    this.#evaluator = evaluator;
    this.#sets = sets;
    this.#layout = layout;
    this.#memory = memory;
    this.trie = new ReadTrie(memory);
    this.direct = new CoverageTally(names, instances);
    this.roots = instances.map(() => unknownRef);
    this.#misses = new Float64Array(instances.length);
    this.leafInstance = memory.allocate(256);
    this.leafFirst = memory.allocate(256);
    this.leafCount = memory.allocate(256);
    this.deltas = memory.allocate(256);
    this.writeSets = memory.allocate(256);
    this.writeBits = memory.allocate(256);
    this.outcomeLeaf = memory.allocate(256);
    this.hashDeltas = memory.allocate(256);
    this.leafReadBits = memory.allocate(256);
    this.leafReads.push(new Int32Array(0));
  }

  /** Evaluates `instance` where nothing is remembered, and remembers it. */
  learn(instance: number, numbers: Int32Array, statesExpanded: number): void {
    const evaluation = this.#evaluator.step(this.#instance(instance), numbers);
    const leaf =
      evaluation.outcomes.length === 0
        ? disabledLeaf
        : this.#addLeaf(instance, evaluation, numbers);
    try {
      const root = this.roots[instance] as TrieRef;
      this.roots[instance] = this.trie.add(root, evaluation.reads, numbers, leaf);
    } catch (error) {
      if (error instanceof ReadsDiffer) throw this.impure(instance, "it looked at other cells");
      throw error;
    }
    const misses = ((this.#misses[instance] as number) += 1);
    if (misses >= missesMin && misses > statesExpanded / 2) this.dropped.add(instance);
  }

  /** Evaluates `instance` without remembering it. */
  evaluate(instance: number, numbers: Int32Array): Evaluation {
    return this.#evaluator.step(this.#instance(instance), numbers);
  }

  /**
   * Evaluates `instance` again, by other means, and throws a ModelError when the remembered leaf
   * says something else.
   */
  verify(instance: number, numbers: Int32Array): void {
    const leafRef = this.trie.walk(this.roots[instance] as TrieRef, numbers);
    if (leafRef === unknownRef) return;
    const leaf = ~leafRef;
    const remembered = this.outcomesOf(leaf);
    const { outcomes, reads } = this.#evaluator.stepOnDrafts(this.#instance(instance), numbers);
    if (remembered.length !== outcomes.length) {
      const count = (list: readonly Outcome[]): string =>
        list.length === 0 ? "not enabled" : `enabled with ${list.length} outcome(s)`;
      throw this.impure(instance, `first ${count(remembered)}, then ${count(outcomes)}`);
    }
    const differs = outcomes.some(
      (outcome, index) => JSON.stringify(outcome) !== JSON.stringify(remembered[index]),
    );
    if (differs) throw this.impure(instance, "its outcomes differ");
    const known = this.leafReads[leaf] as Int32Array;
    if (leaf !== disabledLeaf && String(reads) !== String(known)) {
      throw this.impure(instance, "it looked at other cells");
    }
  }

  /** The outcomes of `leaf`. */
  outcomesOf(leaf: number): readonly Outcome[] {
    const first = this.leafFirst[leaf] as number;
    return this.outcomes.slice(first, first + (this.leafCount[leaf] as number));
  }

  /** How often each action and label was taken, remembered or not. */
  coverage(): Coverage[] {
    const tally = this.direct.copy();
    for (let leaf = disabledLeaf + 1; leaf < this.leafReads.length; leaf++) {
      const hits = this.leafHits[leaf] as number;
      if (hits > 0) tally.add(this.leafInstance[leaf] as number, this.outcomesOf(leaf), hits);
    }
    return tally.result();
  }

  /** Yields what undoes the counts of coverage made from now on. */
  countsUndoable(): () => void {
    const hits = this.leafHits.slice();
    const direct = this.direct.copy();
    return () => {
      this.leafHits.fill(0).set(hits);
      this.direct = direct;
    };
  }

  /** Whether a memo missed at all; `misses` counts evaluations that had to be made to remember. */
  get misses(): number {
    return this.#misses.reduce((sum, misses) => sum + misses, 0);
  }

  /** Computes all changes of bits anew for another layout. */
  relayout(layout: Layout): void {
    const length = Math.max(256, 2 * this.outcomes.length * layout.words);
    const deltas = this.#memory.allocate(length);
    this.#memory.release(this.deltas);
    this.deltas = deltas;
    this.#layout = layout;
    for (let outcome = 0; outcome < this.outcomes.length; outcome++) this.#writeDelta(outcome);
  }

  impure(instance: number, how: string): ModelError {
    const name = instanceName(this.#instance(instance));
    return new ModelError({
      seen: `The action ${name} is impure: evaluated twice on the same values, ${how}.`,
      cause: "a recipe that reads a variable outside of the state, the time, or a random number",
      next: "keep everything that the recipe depends on in the state, and branch with k.choose",
    });
  }

  #instance(instance: number): ActionInstance {
    return this.instances[instance] as ActionInstance;
  }

  #addLeaf(instance: number, evaluation: Evaluation, numbers: Int32Array): number {
    const leaf = this.leafReads.push(evaluation.reads) - 1;
    this.leafInstance = this.#memory.withRoom(this.leafInstance, leaf + 1);
    this.leafFirst = this.#memory.withRoom(this.leafFirst, leaf + 1);
    this.leafCount = this.#memory.withRoom(this.leafCount, leaf + 1);
    this.leafReadBits = this.#memory.withRoom(this.leafReadBits, leaf + 1);
    if (leaf >= this.leafHits.length) {
      const hits = new Float64Array(this.leafFirst.length);
      hits.set(this.leafHits);
      this.#memory.countHeap(hits.byteLength - this.leafHits.byteLength);
      this.leafHits = hits;
    }
    this.leafInstance[leaf] = instance;
    this.leafFirst[leaf] = this.outcomes.length;
    this.leafCount[leaf] = evaluation.outcomes.length;
    this.leafReadBits[leaf] = bitsOf(evaluation.reads);
    this.#memory.countHeap(leafBytes + evaluation.reads.byteLength);
    for (const outcome of evaluation.outcomes) {
      const index = this.outcomes.push(outcome) - 1;
      this.#before.push(outcome.cells.map((cell) => numbers[cell] as number));
      this.writeSets = this.#memory.withRoom(this.writeSets, index + 1);
      this.writeBits = this.#memory.withRoom(this.writeBits, index + 1);
      this.outcomeLeaf = this.#memory.withRoom(this.outcomeLeaf, index + 1);
      this.hashDeltas = this.#memory.withRoom(this.hashDeltas, index + 1);
      this.writeSets[index] = this.#sets.numberOf(outcome.cells);
      this.writeBits[index] = bitsOf(outcome.cells);
      this.outcomeLeaf[index] = leaf;
      this.hashDeltas[index] = hashDelta(outcome, numbers);
      const end = (index + 1) * this.#layout.words;
      this.deltas = this.#memory.withRoom(this.deltas, end);
      this.#memory.countHeap(outcomeBytes + writeBytes * outcome.cells.length);
      this.#writeDelta(index);
    }
    return leaf;
  }

  #writeDelta(index: number): void {
    const { cells, numbers } = this.outcomes[index] as Outcome;
    const before = this.#before[index] as readonly number[];
    const { words, cellWord, cellShift } = this.#layout;
    this.deltas.fill(0, index * words, (index + 1) * words);
    for (const [position, cell] of cells.entries()) {
      const place = index * words + (cellWord[cell] as number);
      const change = (before[position] as number) ^ (numbers[position] as number);
      this.deltas[place] = (this.deltas[place] as number) ^ (change << (cellShift[cell] as number));
    }
  }
}

/** The change of the hash that an outcome makes in a state of `numbers`. */
function hashDelta({ cells, numbers: after }: Outcome, numbers: Int32Array): number {
  return cells.reduce(
    (hash, cell, index) =>
      hash ^ cellHash(cell, numbers[cell] as number) ^ cellHash(cell, after[index] as number),
    0,
  );
}

/**
 * A set of cells as 32 bits. Sets that share no bit share no cell; the reverse need not be true.
 */
function bitsOf(cells: Iterable<number>): number {
  let bits = 0;
  for (const cell of cells) bits |= 1 << (cell % 32);
  return bits;
}
