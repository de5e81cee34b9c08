/** Two systems have the same digest if and only if they have the same graph of states. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { graphDigest } from "../../checker/graph-digest.ts";
import type { Json } from "../../checker/json.ts";
import { action, system, type System } from "../../checker/system.ts";

interface Walk {
  at: number[];
}

/** Walks over a graph that is given as edges. */
function walk(edges: readonly (readonly [number, number])[], label = "go"): System<Walk> {
  return system<Walk>({
    name: "walk",
    initial: { at: [0] },
    actions: [
      action<Walk, number>(label, {
        choices: edges.map((_, index) => index),
        effect: (state, choice, kit) => {
          const [from, to] = edges[choice] as readonly [number, number];
          if (state.at[0] !== from) kit.disabled();
          state.at[0] = to;
        },
      }),
    ],
  });
}

const digest = async (of: System<Walk>): Promise<string | undefined> =>
  (await graphDigest(of, { statesMax: 100 }))?.digest;

/** What can be reached from 0, as a text that is the same for the same graph. */
function reachable(edges: readonly (readonly [number, number])[]): string {
  const seen = new Set([0]);
  for (let size = 0; size !== seen.size;) {
    size = seen.size;
    for (const [from, to] of edges) if (seen.has(from)) seen.add(to);
  }
  const found = edges.filter(([from, to]) => seen.has(from) && from !== to);
  const lines = [...seen, ...found.map(([from, to]) => `${from}-${to}`)].map(String);
  return [...new Set(lines)].toSorted().join(" ");
}

test("the digest tells graphs apart, and nothing else", async () => {
  const node = fc.integer({ min: 0, max: 4 });
  const graph = fc.array(fc.tuple(node, node), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(graph, graph, async (a, b) => {
      const isSame = (await digest(walk(a))) === (await digest(walk(b, "another name")));
      expect(isSame).toBe(reachable(a) === reachable(b));
    }),
  );
});

test("states that differ by what was renamed are one", async () => {
  const rename = (value: Json): Json => (value === 2 ? 1 : value);
  const long = walk([
    [0, 1],
    [1, 2],
    [2, 3],
  ]);
  const short = walk([
    [0, 1],
    [1, 3],
  ]);
  const renamed = await graphDigest(long, { statesMax: 100, rename });
  expect(renamed?.digest).toBe(await digest(short));
  expect(await digest(long)).not.toBe(await digest(short));
});

test("too many states have no digest", async () => {
  const many = walk(Array.from({ length: 50 }, (_, each) => [each, each + 1] as const));
  expect(await graphDigest(many, { statesMax: 10 })).toBeNull();
  expect((await graphDigest(many, { statesMax: 51 }))?.states).toBe(51);
});
