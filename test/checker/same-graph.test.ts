/** Rivals have the same graph if and only if each step does the same wherever one gets. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "../../checker/json.ts";
import { sameGraph } from "../../checker/same-graph.ts";
import { action, system, type System } from "../../checker/system.ts";

type Edge = readonly [from: number, to: number];

interface Walk {
  at: number[];
}

/** Walkers, each with edges of its own; a walker with several at one place chooses. */
function walks(walkers: readonly (readonly Edge[])[], start = 0): System<Walk> {
  return system<Walk>({
    name: "walks",
    initial: { at: walkers.map(() => start) },
    actions: [
      action<Walk, number>("go", {
        choices: walkers.map((_, walker) => walker),
        effect: (state, walker, kit) => {
          const from = state.at[walker];
          const ways = (walkers[walker] ?? []).filter((edge) => edge[0] === from);
          const [, to] = kit.choose(ways);
          if (to === dead) throw new Error("nobody comes back");
          state.at[walker] = to;
        },
      }),
    ],
  });
}

/** A place that breaks the system. */
const dead = 99;

/** Whether each walker can do the same wherever it gets, and gets nowhere to break. */
function doTheSame(a: readonly (readonly Edge[])[], b: readonly (readonly Edge[])[]): boolean {
  return a.every((edges, walker) => {
    const seen = new Set([0]);
    for (const place of seen) for (const [from, to] of edges) if (from === place) seen.add(to);
    const waysIn = (of: readonly Edge[] = []): string => {
      const within = of.filter(([from]) => seen.has(from)).map(String);
      return [...new Set(within)].toSorted().join(" ");
    };
    return waysIn(edges) === waysIn(b[walker]);
  });
}

const same = async (
  original: System<Walk>,
  ...rivals: readonly System<Walk>[]
): Promise<boolean[] | null> =>
  sameGraph(
    original,
    rivals.map((each) => ({ system: each, mayDiffer: () => true })),
    { statesMax: 1000, beforeStep: () => {} },
  );

const place = fc.integer({ min: 0, max: 4 });
const walker = fc.array(fc.tuple(place, place), { maxLength: 6 });
const pair = fc.array(walker, { minLength: 2, maxLength: 2 });

test("tells which of several rivals differ", async () => {
  await fc.assert(
    fc.asyncProperty(pair, fc.array(pair, { maxLength: 3 }), async (original, others) => {
      // Without these two nearly all that is drawn would differ.
      const reversed = original.map((edges) => edges.toReversed());
      const extended = original.map((edges) => [...edges, [8, 0] as Edge]);
      const rivals: (readonly (readonly Edge[])[])[] = [reversed, extended, ...others];
      const found = await same(walks(original), ...rivals.map((each) => walks(each)));
      expect(found).toEqual(rivals.map((each) => doTheSame(original, each)));
    }),
  );
});

test("a rival that breaks, that starts elsewhere or that has other actions differs", async () => {
  const line: Edge[] = [
    [0, 1],
    [1, 2],
  ];
  const broken = walks([[...line, [2, dead]]]);
  const found = await same(walks([line]), broken, walks([line], 1), walks([line]));
  expect(found).toEqual([false, false, true]);
  expect(await same(walks([line, line]), walks([line]))).toEqual([false]);
});

test("what is not asked about is taken for the same", async () => {
  const rival = walks([[[0, 2]]]);
  const options = { statesMax: 1000, beforeStep: () => {} };
  const found = await sameGraph(
    walks([[[0, 1]]]),
    [{ system: rival, mayDiffer: () => false }],
    options,
  );
  expect(found).toEqual([true]);
});

test("states that differ by what was renamed are one, and no step lies between them", async () => {
  const rename = (value: Json): Json => (value === 2 ? 1 : value);
  const long = walks([
    [
      [0, 2],
      [2, 1],
      [1, 3],
    ],
  ]);
  const compare = async (edges: readonly Edge[]): Promise<boolean[] | null> =>
    sameGraph(long, [{ system: walks([edges]), rename, mayDiffer: () => true }], {
      statesMax: 1000,
      beforeStep: () => {},
    });
  const short: Edge[] = [
    [0, 1],
    [1, 3],
  ];
  expect(await compare([...short, [2, 3]])).toEqual([true]);
  expect(await compare([...short, [1, 4]])).toEqual([false]);
  expect(await compare([[0, 3]])).toEqual([false]);
});

test("too many states are not compared", async () => {
  const many = Array.from({ length: 50 }, (_, each): Edge => [each, each + 1]);
  const options = { statesMax: 10, beforeStep: () => {} };
  const rival = { system: walks([many]), mayDiffer: () => true };
  expect(await sameGraph(walks([many]), [rival], options)).toBeNull();
});
