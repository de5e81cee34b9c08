/** Minimising over smaller systems: what comes out is the least of all, as an oracle says. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Extent, Family } from "../../counterexamples/minimise/family.ts";
import { minimise } from "../../counterexamples/minimise/minimise.ts";
import { isLess, type Size } from "../../counterexamples/minimise/size.ts";
import { replay } from "../../counterexamples/replay.ts";
import { claims, flags, least, rulesOf, walk, type Claim, type Rule } from "./flags.ts";

/** A family of rules, each of which can be dropped; two of them only together. */
interface Plan {
  readonly claim: Claim;
  readonly rules: readonly Rule[];
  /** By rule: the object that it works on. */
  readonly objects: readonly number[];
  readonly pair: readonly [number, number];
  /** What has this rule and not that one is violated without any change. */
  readonly foreign: { readonly has: number; readonly lacks: number } | null;
}

const index = fc.nat(5);
const plans: fc.Arbitrary<Plan> = fc.record({
  claim: fc.constantFrom(...claims),
  rules: rulesOf(6, 6),
  objects: fc.array(fc.nat(2), { minLength: 6, maxLength: 6 }),
  pair: fc.tuple(index, index),
  foreign: fc.option(fc.record({ has: index, lacks: index })),
});

const hasOf = ({ rules }: Plan, drop: readonly string[]): boolean[] =>
  rules.map((_, rule) => !drop.includes(String(rule)));

function extentOf(plan: Plan, drop: readonly string[]): Extent {
  const has = hasOf(plan, drop);
  const objects = new Set(plan.objects.filter((_, rule) => has[rule]));
  return { objects: objects.size, operations: has.filter(Boolean).length, injections: 0 };
}

const isSensible = (plan: Plan, drop: readonly string[]): boolean => {
  const has = hasOf(plan, drop);
  return has[plan.pair[0]] === has[plan.pair[1]];
};

const isForeign = (plan: Plan, drop: readonly string[]): boolean => {
  const has = hasOf(plan, drop);
  if (plan.foreign === null || drop.length === 0) return false;
  return Boolean(has[plan.foreign.has]) && !has[plan.foreign.lacks];
};

/** Sets the last flag at once. */
const disaster: Rule = { process: 0, needs: 0, sets: 5, to: true };

function familyOf(plan: Plan): Family {
  return {
    operations: plan.rules.map((_, rule) => String(rule)),
    injections: [],
    build: (drop) => flags(plan.rules, plan.claim, [hasOf(plan, drop)]),
    buildAll: (drops) =>
      flags(
        plan.rules,
        plan.claim,
        drops.map((drop) => hasOf(plan, drop)),
      ),
    buildUnchanged: (drop) => flags(isForeign(plan, drop) ? [disaster] : [], plan.claim),
    extent: (drop) => extentOf(plan, drop),
    nameOf: (id) => id,
    isSensible: (drop) => isSensible(plan, drop),
  };
}

/** The least size there is in any member. */
function leastOf(plan: Plan): Size | null {
  let best: Size | null = null;
  for (let set = 0; set < 2 ** plan.rules.length; set++) {
    const drop = plan.rules.flatMap((_, rule) => ((set >> rule) & 1 ? [String(rule)] : []));
    if (!isSensible(plan, drop) || isForeign(plan, drop)) continue;
    const found = least(
      plan.rules.filter((_, rule) => !((set >> rule) & 1)),
      plan.claim,
      plan.rules.length,
    );
    if (found === null) continue;
    const size = { ...found, ...extentOf(plan, drop) };
    if (best === null || isLess(size, best)) best = size;
  }
  return best;
}

test("a random walk comes down to the least run of the least system", async () => {
  let minimised = 0;
  await fc.assert(
    fc.asyncProperty(plans, fc.array(fc.nat(), { maxLength: 40 }), async (plan, picks) => {
      const family = familyOf(plan);
      const trace = walk(family.build([]), picks, plan.claim);
      if (trace === null) return;
      minimised++;
      const found = await minimise(family, trace, { elapsedMsMax: 60_000 });
      expect(new Set(Object.values(found.proved))).toEqual(new Set([true]));
      expect(found.size).toEqual(leastOf(plan));
      expect(isForeign(plan, found.dropped)).toBe(false);
      expect(found.trace.drop).toEqual(found.dropped);
      const system = family.build(found.dropped);
      expect(replay(system, found.trace)).toMatchObject({ outcome: "violated" });
    }),
    { numRuns: 2000 },
  );
  expect(minimised).toBeGreaterThan(100);
}, 120_000);
