/** Explanations of random small systems, against oracles that look at all of their runs. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Retrace } from "../../checker/retrace.ts";
import type { System } from "../../checker/system.ts";
import type { Trace } from "../../checker/trace.ts";
import { explain, type Explanation } from "../../counterexamples/explain/explain.ts";
import type { Neighbour } from "../../counterexamples/explain/neighbour.ts";
import { whoTakes } from "../../counterexamples/explain/who.ts";
import { isViolated, violatedAt } from "../../counterexamples/moment.ts";
import { PlainRun, type State, type Taken } from "../../counterexamples/plain-run.ts";
import { statesOf } from "../../counterexamples/states.ts";
import impatientCommit from "../cli/fixtures/impatient-commit.ts";
import { smallPrograms, systemOfPrograms, textOf, walkOf } from "../support/small-programs.ts";
import { fromNowhere } from "../support/nowhere.ts";

type Judge = (system: System, trace: Trace, explanation: Explanation) => void;

/** Explains the violations that random walks meet, and hands them on; there must be some. */
async function explainMany(judge: Judge, numRuns: number): Promise<void> {
  let count = 0;
  const picks = fc.array(fc.nat(11), { minLength: 6, maxLength: 24 });
  await fc.assert(
    fc.asyncProperty(smallPrograms, picks, async (programs, choices) => {
      const trace = walkOf(programs, choices);
      if (trace === null) return;
      count++;
      const system = systemOfPrograms(programs);
      judge(system, trace, await explain(system, trace));
    }),
    { numRuns },
  );
  expect(count).toBeGreaterThan(numRuns / 20);
}

/** The steps of a run with the states around them; fails if one of them is not enabled. */
function replayed(system: System, { initial }: Trace, steps: Neighbour["run"]) {
  const run = new PlainRun(system);
  const taken: Taken[] = [];
  const states = [initial as State];
  for (const step of steps) {
    const next = run.take(states.at(-1) as State, step);
    if (next === null) throw new Error(`${JSON.stringify(step)} is not enabled`);
    taken.push(next);
    states.push(next.after);
  }
  return { run, taken, states };
}

/** Whether a run violates nothing, and may end where it does or has been there before. */
function passes(system: System, trace: Trace, steps: Neighbour["run"]): boolean {
  const { run, taken, states } = replayed(system, trace, steps);
  const keeps = taken.every((step, index) => {
    const [before, state] = [states[index] as State, states[index + 1] as State];
    return violatedAt({ system, run, before, state, step }).length === 0;
  });
  const last = states.at(-1) as State;
  const isBack = states.slice(0, -1).some((each) => textOf(each) === textOf(last));
  const isOver = run.enabled(last).every(({ after }) => textOf(after) === textOf(last));
  return keeps && (isOver || (isBack && trace.property !== "at-rest"));
}

test("every run that is said to pass does, and differs as it is said to", async () => {
  const kinds = new Map<string, number>();
  await explainMany((system, trace, { neighbours, race }) => {
    for (const neighbour of neighbours) {
      kinds.set(neighbour.kind, (kinds.get(neighbour.kind) ?? 0) + 1);
      expect(passes(system, trace, neighbour.run)).toBe(true);
      expectDifference(system, trace, neighbour);
    }
    const swap = neighbours.find(({ kind }) => kind === "swap");
    expect(race).toEqual(swap?.kind === "swap" ? swap.race : null);
    const sizes = neighbours.map(({ size }) => size);
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
  }, 3000);
  for (const kind of ["swap", "delay", "choice"]) expect(kinds.get(kind)).toBeGreaterThan(5);
}, 240_000);

const nameOf = ({ action, choice }: Pick<Taken, "action" | "choice">): string =>
  JSON.stringify([action, choice]);

function expectDifference(system: System, trace: Trace, neighbour: Neighbour): void {
  const { from, run: steps } = neighbour;
  expect(steps.slice(0, from).map(nameOf)).toEqual(trace.steps.slice(0, from).map(nameOf));
  const names = steps.slice(from).map(nameOf);
  if (neighbour.kind === "swap") {
    const [a, b] = [neighbour.race.first, neighbour.race.second].map((at) => trace.steps[at]);
    if (a === undefined || b === undefined) throw new Error("a race of no steps");
    expect(names.indexOf(nameOf(b))).toBeGreaterThanOrEqual(0);
    if (!names.includes(nameOf(a))) return;
    expect(names.indexOf(nameOf(b))).toBeLessThan(names.indexOf(nameOf(a)));
    return;
  }
  const step = trace.steps[neighbour.step];
  if (step === undefined) throw new Error("a difference in no step");
  expect(neighbour.step).toBe(from);
  if (neighbour.kind === "drop") expect(names).not.toContain(nameOf(step));
  if (neighbour.kind === "choice") {
    expect(names[0]).toBe(nameOf(step));
    expect(steps[from]?.chosen).toEqual(neighbour.chosen);
    expect(steps[from]?.chosen).not.toEqual(step.chosen);
  }
  if (neighbour.kind === "delay") {
    expect(names.length).toBeGreaterThan(0);
    expect(names[0]).not.toBe(nameOf(step));
    const { taken, states, run } = replayed(system, trace, steps);
    const own = names.indexOf(nameOf(step));
    if (neighbour.until === null || own === -1) return;
    // Whoever it waits for has gone on alone, until it could not any more.
    const waited = whoTakes(neighbour.until);
    const alone = taken.slice(from).findIndex((each) => whoTakes(each) !== waited);
    const there = states[from + alone] as State;
    const further = run
      .enabled(there)
      .filter((each) => whoTakes(each) === waited)
      .filter(({ after }) => textOf(after) !== textOf(there));
    expect(alone).toBeGreaterThan(0);
    expect(further).toEqual([]);
  }
}

test("the point of no return is the one that all runs show", async () => {
  await explainMany((system, trace, { noReturn }) => {
    const good = goodStates(system, trace);
    const states = statesOf(trace).slice(0, -1).map(textOf);
    const lost = states.findIndex((each) => !good.has(each));
    expect(noReturn).toBe(lost === -1 ? trace.steps.length : lost);
  }, 3000);
}, 240_000);

/** States from which some run passes: those are left when all that must go wrong are taken away. */
function goodStates(system: System, { initial, property }: Trace): Set<string> {
  const run = new PlainRun(system);
  const edges = new Map<string, string[]>();
  const ends = new Set<string>();
  const open = [initial as State];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    const before = state;
    const key = textOf(before);
    if (edges.has(key)) continue;
    const steps = run.enabled(before).filter(({ after }) => textOf(after) !== key);
    const kept = steps.filter((step) =>
      violatedAt({ system, run, before, state: step.after, step }).every(
        (id) => id === "deadlock" || id === "at-rest",
      ),
    );
    edges.set(
      key,
      kept.map(({ after }) => textOf(after)),
    );
    const atEnd = { system, run, before, state: before, step: null };
    const isWrong = ["deadlock", "at-rest"].some((id) => isViolated(id, atEnd));
    if (steps.length === 0 && !isWrong) ends.add(key);
    open.push(...kept.map(({ after }) => after));
  }
  return property === "at-rest" ? reaching(ends, edges) : lasting(ends, edges);
}

function reaching(ends: Set<string>, edges: Map<string, string[]>): Set<string> {
  const good = new Set(ends);
  for (let size = -1; size !== good.size;) {
    ({ size } = good);
    for (const [from, to] of edges) if (to.some((each) => good.has(each))) good.add(from);
  }
  return good;
}

function lasting(ends: Set<string>, edges: Map<string, string[]>): Set<string> {
  const good = new Set(edges.keys());
  for (let size = -1; size !== good.size;) {
    ({ size } = good);
    for (const [from, to] of edges) {
      if (!ends.has(from) && !to.some((each) => good.has(each))) good.delete(from);
    }
  }
  return good;
}

test("the steps of the slice alone are a run that violates the same", async () => {
  let shorter = 0;
  await explainMany((system, trace, { slice }) => {
    const kept = trace.steps.filter((_, index) => slice[index]);
    if (kept.length < trace.steps.length) shorter++;
    const { run, taken, states } = replayed(system, trace, kept);
    const [before = trace.initial as State, state = before] = states.slice(-2);
    const step = taken.at(-1) ?? null;
    expect(isViolated(trace.property, { system, run, before, state, step })).toBe(true);
  }, 2000);
  expect(shorter).toBeGreaterThan(20);
}, 240_000);

test("no step of a race needs the other one", async () => {
  await explainMany((system, trace, { races }) => {
    const states = statesOf(trace);
    for (const { first, second, cells } of races) {
      const [a, b] = [trace.steps[first], trace.steps[second]];
      if (a === undefined || b === undefined) throw new Error("a race of no steps");
      expect(nameOf(a)).not.toBe(nameOf(b));
      expect(cells.length).toBeGreaterThan(0);
      for (const cell of cells) expect([...a.writes, ...b.writes]).toContain(cell);
      expect(canComeWithout(system, states[first] as State, nameOf(a), nameOf(b))).toBe(true);
    }
  }, 1000);
}, 240_000);

/** Whether a step can come to be taken while another one is never taken. */
function canComeWithout(system: System, start: State, never: string, wanted: string): boolean {
  const run = new PlainRun(system);
  const seen = new Set<string>();
  const open = [start];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    if (seen.has(textOf(state))) continue;
    seen.add(textOf(state));
    const steps = run.enabled(state).filter((each) => nameOf(each) !== never);
    if (steps.some((each) => nameOf(each) === wanted)) return true;
    open.push(...steps.map(({ after }) => after));
  }
  return false;
}

test("a step is dropped if it is no longer enabled in the end", async () => {
  const retrace = new Retrace(impatientCommit as unknown as System);
  const steps = ["Timeout", "Commit", "Prepare 0", "LearnCommit 0", "Refuse 1"];
  for (const step of steps) {
    const [action = "", index] = step.split(" ");
    const choice = index === undefined ? null : Number(index);
    expect(retrace.take({ action, choice, chosen: [] })).toBe(true);
  }
  const head = {
    ...fromNowhere,
    claim: "",
  };
  const trace = retrace.trace({ system: impatientCommit.name, property: "consistent", ...head });
  const { neighbours, slice } = await explain(impatientCommit as unknown as System, trace);
  const [drop] = neighbours.filter(({ kind }) => kind === "drop");
  expect(drop).toMatchObject({ step: 1 });
  expect(passes(impatientCommit as unknown as System, trace, drop?.run ?? [])).toBe(true);
  expect(slice).toEqual([true, true, true, true, true]);
});
