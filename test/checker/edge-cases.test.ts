/** Small and odd systems: each part may be missing, empty, or there twice. */
import { describe, expect, test } from "vitest";
import { check } from "../../checker/check.ts";
import { atRest, invariant, stepProperty, witness } from "../../checker/properties.ts";
import { action, system } from "../../checker/system.ts";
import type { Strategy } from "../../checker/verdict.ts";
import { replay } from "../support/replayer.ts";

interface Cell {
  n: number;
}
const count = action<Cell>("count", { guard: (s) => s.n < 3, effect: (s) => void s.n++ });
const strategies: readonly Strategy[] = ["breadth-first", "depth-first"];

describe.each(strategies)("%s", (strategy) => {
  test("a system without actions and properties is its initial states", async () => {
    const still = system({ name: "still", initial: { n: 0 }, actions: [] });
    const verdict = await check(still, { strategy });
    expect(verdict).toMatchObject({ outcome: "holds", states: 1, transitions: 0, depth: 0 });
    expect(verdict.coverage).toEqual([]);
  });

  test("a state without cells is a state", async () => {
    const empty = system({
      name: "empty",
      initial: {},
      actions: [action("wait", { effect() {} })],
    });
    expect(await check(empty, { strategy })).toMatchObject({ states: 1, transitions: 1 });
  });

  test("a collection may be empty, and nothing is judged of its cells", async () => {
    const none = system<{ n: number; vmas: { at: string }[] }>({
      name: "no vmas",
      initial: { n: 0, vmas: [] },
      actions: [
        action("count", {
          guard: (s) => s.n < 3 && s.vmas.every((each) => each.at === "idle"),
          effect: (s) => {
            s.n += 1 + s.vmas.length;
            s.vmas = [];
          },
        }),
      ],
      symmetric: ["vmas"],
      properties: [
        invariant("never", { claim: "", each: "vmas", holds: () => false }),
        witness("some", { claim: "", each: "vmas", reached: () => true }),
      ],
    });
    const verdict = await check(none, { strategy });
    expect(verdict).toMatchObject({ outcome: "holds", states: 4 });
    expect(verdict.witnesses[0]?.reached).toBe(false);
  });

  test("an action that never fires is said to", async () => {
    const lazy = system<Cell>({
      name: "lazy",
      initial: { n: 0 },
      actions: [
        count,
        action("never", { guard: () => false, effect() {} }),
        action("nobody", { choices: [], effect() {} }),
        action("nothing to choose", { effect: (_s, _c, k) => void k.choose([]) }),
      ],
    });
    const { coverage, transitions } = await check(lazy, { strategy });
    expect(transitions).toBe(3);
    expect(coverage.filter(({ never }) => never).map(({ action }) => action)).toEqual([
      "never",
      "nobody",
      "nothing to choose",
    ]);
  });

  test("initial states that are equal count once, whatever the order of their keys", async () => {
    const twins = system({
      name: "twins",
      initial: [
        { a: { x: 1, y: 2 }, b: 0 },
        { b: -0, a: { y: 2, x: 1 } },
        { a: { x: 1, y: 2 }, b: 1 },
      ],
      actions: [],
    });
    expect((await check(twins, { strategy })).states).toBe(2);
  });

  test("an initial state that violates is a trace without steps", async () => {
    const broken = system<Cell>({
      name: "broken",
      initial: [{ n: 0 }, { n: 7 }],
      actions: [count],
      properties: [invariant("low", { claim: "n is low", holds: (s) => s.n < 5 })],
    });
    const { outcome, violations } = await check(broken, { strategy });
    expect(outcome).toBe("violated");
    expect(violations[0]).toMatchObject({ property: "low", claim: "n is low" });
    expect(violations[0]?.trace).toMatchObject({ initial: { n: 7 }, steps: [] });
  });

  test("a step that changes nothing is a transition, and is judged", async () => {
    const idle = system<Cell>({
      name: "idle",
      initial: { n: 0 },
      actions: [action<Cell>("wait", { effect: (s) => void (s.n += 0) })],
      done: () => false,
      properties: [
        stepProperty("moves", {
          claim: "",
          holds: (before: Cell, after: Cell) => after.n > before.n,
        }),
      ],
    });
    const verdict = await check(idle, { strategy });
    expect(verdict).toMatchObject({ states: 1, transitions: 1, outcome: "violated" });
    expect(verdict.violations.map(({ property }) => property)).toEqual(["moves"]);
    expect(verdict.violations[0]?.trace.steps).toMatchObject([{ action: "wait", changes: [] }]);
  });

  test("at rest is judged where the system is done, a deadlock is elsewhere", async () => {
    const ends = (n: number) =>
      system<Cell>({
        name: "ends",
        initial: { n: 0 },
        actions: [count],
        done: (s) => s.n === n,
        properties: [atRest("even", { claim: "", holds: (s) => s.n % 2 === 0 })],
      });
    const atThree = await check(ends(3), { strategy });
    expect(atThree.violations.map(({ property }) => property)).toEqual(["even"]);
    const stuck = await check(ends(2), { strategy });
    expect(stuck.violations.map(({ property }) => property)).toEqual(["deadlock"]);
    expect((await check(ends(2), { strategy, properties: ["even"] })).outcome).toBe("holds");
  });

  test("an effect may choose among parts of its own state, and edit what it chose", async () => {
    interface Queue {
      queue: { jobs: { id: number; tries: number }[] };
      last: number;
    }
    const queue = system<Queue>({
      name: "queue",
      initial: { queue: { jobs: [1, 2, 3].map((id) => ({ id, tries: 0 })) }, last: 0 },
      actions: [
        action<Queue>("try", {
          effect: (s, _, k) => {
            const job = k.choose(s.queue.jobs);
            if (job.tries === 1) k.disabled();
            job.tries++;
            s.last = job.id;
          },
        }),
      ],
      properties: [
        invariant("not all", { claim: "", holds: (s) => s.queue.jobs.some((j) => j.tries < 1) }),
      ],
    });
    const { violations } = await check(queue, { strategy });
    const trace = violations[0]?.trace;
    expect(trace?.steps.map(({ chosen }) => chosen)).toEqual(
      [1, 2, 3].map((id) => [{ id, tries: 0 }]),
    );
    if (trace !== undefined) expect(replay(queue, trace)).toHaveLength(4);
  });
});

test("paths in a trace can be read back, whatever keys records have", async () => {
  interface Odd {
    m: Record<string, unknown>;
    list: { items: number[][] };
  }
  const odd = system<Odd>({
    name: "odd keys",
    initial: { m: { "a.b": { "c[0]": 1 }, 'quote"s': 0 }, list: { items: [[1, 2], [3]] } },
    actions: [
      action<Odd>("change", {
        guard: (s) => s.list.items.length > 0,
        effect: (s) => {
          s.m["a.b"] = { "c[0]": 2, toString: "own" };
          delete s.m['quote"s'];
          s.m["constructor"] = [s.list.items.length];
          s.list.items = s.list.items.length > 1 ? [[1]] : [];
        },
      }),
    ],
    properties: [invariant("i", { claim: "", holds: (s) => s.list.items.length > 0 })],
  });
  const { violations } = await check(odd);
  const trace = JSON.parse(JSON.stringify(violations[0]?.trace)) as never;
  expect(replay(odd, trace).at(-1)).toEqual({
    m: { "a.b": { "c[0]": 2, toString: "own" }, constructor: [1] },
    list: { items: [] },
  });
});

test("a step property may look to and fro between the two states", async () => {
  interface Three {
    x: number;
    y: number;
    z: number;
  }
  const names = ["x", "y", "z"] as const;
  const three = system<Three>({
    name: "three",
    initial: { x: 0, y: 0, z: 0 },
    actions: [
      action<Three, "x" | "y" | "z">("count", {
        choices: [...names],
        effect: (s, name) => void (s[name] = (s[name] + 1) % 3),
      }),
    ],
    properties: [
      stepProperty("to and fro", {
        claim: "",
        holds: (before: Three, after: Three) =>
          after.x === 1 ? before.y < 2 || after.z < 2 : before.z < 3 && after.y < 3,
      }),
    ],
  });
  const { violations } = await check(three);
  expect(violations[0]?.trace.steps).toHaveLength(5);
});
