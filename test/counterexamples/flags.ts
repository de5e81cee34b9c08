/** Random systems of processes that set flags, walks through them, and an oracle for the least. */
import fc from "fast-check";
import { atRest, invariant } from "../../checker/properties.ts";
import { Retrace } from "../../checker/retrace.ts";
import { deadlockId } from "../../checker/state-checks.ts";
import { action, system, type System } from "../../checker/system.ts";
import type { Trace } from "../../checker/trace.ts";
import type { Size } from "../../counterexamples/minimise/size.ts";
import { PlainRun, type State } from "../../counterexamples/plain-run.ts";
import { fromNowhere } from "../support/nowhere.ts";

/** By process: when `flags[needs]` is set, it may set `flags[sets]`, or clear it. */
export interface Rule {
  readonly process: number;
  readonly needs: number;
  readonly sets: number;
  readonly to: boolean;
}

export const flagCount = 6;

interface FlagState {
  /** null: it is down. */
  flags: ("up" | null)[];
  /** By rule: whether it is there. */
  has: boolean[];
}

/**
 * Processes with rules over flags, of which the first is set; the last must never be. It begins
 * with any of these choices of rules.
 */
export function flags(
  rules: readonly Rule[],
  claim: Claim,
  initials: readonly (readonly boolean[])[] = [rules.map(() => true)],
): System {
  return system<FlagState>({
    name: "flags",
    initial: initials.map((has) => ({
      flags: Array.from({ length: flagCount }, (_, index) => (index === 0 ? "up" : null)),
      has: [...has],
    })),
    actions: [
      action<FlagState, number>("follow", {
        choices: rules.map((_, index) => index),
        process: (index) => `process ${rules[index]?.process}`,
        guard: (state, index) => {
          const { needs, sets, to } = rules[index] as Rule;
          const isThere = state.has[index] ?? false;
          const isUp = state.flags[sets] === "up";
          return isThere && state.flags[needs] === "up" && isUp !== to;
        },
        effect: (state, index) => {
          const { sets, to } = rules[index] as Rule;
          state.flags[sets] = to ? "up" : null;
        },
      }),
    ],
    properties: [
      invariant<FlagState>("last-is-down", {
        claim: "The last flag is down",
        holds: (state) => state.flags.at(-1) === null,
      }),
      atRest<FlagState>("last-is-down-at-rest", {
        claim: "The last flag is down in the end",
        holds: (state) => state.flags.at(-1) === null,
      }),
    ],
    // For the deadlock check, only what ends with the last flag down is done.
    ...(claim === deadlockId && { done: (state) => state.flags.at(-1) === null }),
  }) as unknown as System;
}

const flag = fc.integer({ min: 0, max: flagCount - 1 });
const rule: fc.Arbitrary<Rule> = fc.record({
  process: fc.integer({ min: 0, max: 2 }),
  needs: flag,
  sets: flag,
  to: fc.boolean(),
});
/** So many rules. */
export const rulesOf = (minLength: number, maxLength: number): fc.Arbitrary<Rule[]> =>
  fc.array(rule, { minLength, maxLength });

/** What may be claimed: that the last flag is down, now, at rest, or where nothing is enabled. */
export const claims = ["last-is-down", "last-is-down-at-rest", deadlockId] as const;
export type Claim = (typeof claims)[number];

/** A random walk, up to the first violation; null: none was met. */
export function walk(of: System, picks: readonly number[], claim: Claim): Trace | null {
  const run = new PlainRun(of);
  const retrace = new Retrace(of);
  let state = of.initials[0] as State;
  for (const pick of picks) {
    const enabled = run.enabled(state);
    const next = enabled[pick % Math.max(enabled.length, 1)];
    if (next === undefined) return null;
    retrace.take(next);
    state = next.after;
    const isUp = (state as unknown as FlagState).flags.at(-1) === "up";
    if (isUp && (claim === "last-is-down" || run.isStuck(state))) {
      return retrace.trace({
        system: of.name,
        ...fromNowhere,
        property: claim,
        claim: "The last flag is down",
      });
    }
  }
  return null;
}

/** There are no objects and operations here. */
export const nothing = { objects: 0, operations: 0, injections: 0 } as const;

/**
 * The least size of all violating runs, by looking at all of them, best first. `others` is how many
 * cells are in use besides the flags.
 */
export function least(
  rules: readonly Rule[],
  claim: Claim,
  others: number = rules.length,
): Size | null {
  interface Node {
    readonly up: number;
    readonly last: number;
    readonly actors: number;
    readonly rules: number;
    readonly switches: number;
    /** The most flags that have been up at once. */
    readonly most: number;
    readonly steps: number;
  }
  const bits = (set: number): number => set.toString(2).replaceAll("0", "").length;
  const weight = (each: Node): number =>
    each.switches * 1e8 +
    bits(each.actors) * 1e6 +
    bits(each.rules) * 1e4 +
    each.most * 1e2 +
    each.steps;
  const open: Node[] = [{ up: 1, last: -1, actors: 0, rules: 0, switches: 0, most: 1, steps: 0 }];
  const seen = new Set<string>();
  for (;;) {
    if (open.length === 0) return null;
    const least = open.reduce(
      (best, each, at) => (weight(each) < weight(open[best] as Node) ? at : best),
      0,
    );
    const [node] = open.splice(least, 1) as [Node];
    const { up, last, actors, switches, steps } = node;
    const isEnabled = ({ needs, sets, to }: Rule): boolean =>
      ((up >> needs) & 1) === 1 && ((up >> sets) & 1) !== Number(to);
    const isLastUp = ((up >> (flagCount - 1)) & 1) === 1;
    if (isLastUp && (claim === "last-is-down" || !rules.some(isEnabled))) {
      const [cells, instances] = [others + node.most, bits(node.rules)];
      return { ...nothing, switches, actors: bits(actors), instances, cells, steps };
    }
    const key = [up, last, actors, node.rules, node.most].join(" ");
    if (seen.has(key)) continue;
    seen.add(key);
    for (const [index, each] of rules.entries()) {
      if (!isEnabled(each)) continue;
      const { process, sets, to } = each;
      const now = to ? up | (1 << sets) : up & ~(1 << sets);
      open.push({
        up: now,
        most: Math.max(node.most, bits(now)),
        last: process,
        actors: actors | (1 << process),
        rules: node.rules | (1 << index),
        switches: switches + (last !== -1 && last !== process ? 1 : 0),
        steps: steps + 1,
      });
    }
  }
}
