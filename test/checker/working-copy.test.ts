/** An edit of copies is what the same edit of immer drafts is. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Cells } from "../../checker/cells.ts";
import { MemoryBudget } from "../../checker/memory.ts";
import { DraftView, ReadOrder, type EditView } from "../../checker/tracking-view.ts";
import { WorkingCopy } from "../../checker/working-copy.ts";

interface Frame {
  at: string;
  local: { n?: number; list: (number | Frame)[] };
}
interface State {
  pool: (Frame | null)[];
  stack: { frames: Frame[] };
  spare: unknown;
}

const frame = (n: number): Frame => ({ at: "start", local: { n, list: [n, n + 1] } });
const initial = (): State => ({
  pool: [frame(1), null, frame(3)],
  stack: { frames: [frame(4), frame(5)] },
  spare: null,
});

/** Edits that find frames wherever earlier ones have put them; `n` varies what they do. */
const edits: Readonly<Record<string, (state: State, n: number) => void>> = {
  count: (s, n) => s.stack.frames.forEach(({ local }) => (local.n = (local.n ?? 0) + n)),
  push: (s, n) => s.stack.frames.push(frame(n)),
  pop: (s) => (s.spare = s.stack.frames.pop() ?? null),
  shift: (s) => (s.pool[1] = s.stack.frames.shift() ?? null),
  "move a frame": (s, n) => (s.pool[n] = s.stack.frames[n] ?? null),
  "move a cell": (s, n) => (s.pool[n] = s.pool[(n + 1) % 3] ?? null),
  "share a list": (s, n) => {
    const { local } = s.pool[n] ?? frame(n);
    if (s.pool[0]) s.pool[0].local.list = local.list;
  },
  "put a cell into a new record": (s, n) => (s.spare = { inside: [s.pool[n] ?? n] }),
  "edit what is new": (s, n) => {
    const fresh = frame(n);
    s.pool[n] = fresh;
    fresh.local.list.push(n);
    s.pool[n].at = "edited";
  },
  "edit a cell": (s, n) => s.pool[n]?.local.list.push(n, n),
  sort: (s) => s.stack.frames.sort((one, other) => other.local.list.length - one.local.list.length),
  splice: (s, n) => s.stack.frames.splice(n, 1, frame(n)),
  delete: (s, n) => delete s.pool[n]?.local.n,
  spread: (s, n) => (s.spare = { ...s.pool[n], also: [...s.stack.frames] }),
  "turn round": (s) => s.pool.reverse(),
  "set to the same": (s, n) => (s.pool[n] = s.pool[n] ?? null),
  "read only": (s) => JSON.stringify(s.pool),
};

interface Edited {
  readonly numbers: number[];
  readonly reads: number[];
}

test("the cells that are read, and the values that they get, are the same", () => {
  const cells = new Cells(initial(), new MemoryBudget(undefined));
  const base = cells.numbersOf(initial(), "it");
  const run = (view: EditView, script: [string, number][]): Edited => {
    const reads = new ReadOrder(cells.count);
    view.begin(base, reads);
    for (const [name, n] of script) edits[name]?.(view.state as State, n);
    const numbers = base.slice();
    view.finish((cell, value) => (numbers[cell] = cells.numberOf(cell, value)));
    return { numbers: [...numbers], reads: [...reads.cells.subarray(0, reads.count)] };
  };
  const copy = new WorkingCopy(cells);
  const step = fc.tuple(fc.constantFrom(...Object.keys(edits)), fc.integer({ min: 0, max: 2 }));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 8 }), (script) => {
      const edited = run(copy, script);
      expect(edited).toEqual(run(new DraftView(cells), script));
      expect(cells.stateOf(base)).toEqual(initial());
    }),
    { numRuns: 1000 },
  );
});

test("what an edit handed out, and what is inside of it, is of no use afterwards", () => {
  const cells = new Cells(initial(), new MemoryBudget(undefined));
  const view = new WorkingCopy(cells);
  view.begin(cells.numbersOf(initial(), "it"), new ReadOrder(cells.count));
  const { pool, stack } = view.state as State;
  const kept = [pool[0], pool[0]?.local, stack.frames, stack.frames[1]];
  const fresh = frame(7);
  pool[1] = fresh;
  view.finish(() => {});
  for (const each of kept) {
    expect(() => Object.keys(each as object)).toThrow("revoked");
    expect(() => (each as unknown as { at: string }).at).toThrow("revoked");
  }
  expect(Object.isFrozen(fresh.local.list), "what it was given is frozen").toBe(true);
});

test("parts of a state stay data", () => {
  const cells = new Cells(initial(), new MemoryBudget(undefined));
  const view = new WorkingCopy(cells);
  view.begin(cells.numbersOf(initial(), "it"), new ReadOrder(cells.count));
  const { stack } = view.state as State;
  expect(() => Object.defineProperty(stack, "x", { get: () => 1 })).toThrow("defineProperty");
  expect(() => Object.setPrototypeOf(stack, null)).toThrow("setPrototypeOf");
  expect(() => Object.assign(stack.frames, { name: "x" })).toThrow("a list has no keys");
});
