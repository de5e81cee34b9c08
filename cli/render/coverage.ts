/** What a check has exercised, in words: premises of properties, steps of the model, actions. */
import type { Verdict } from "../../checker/verdict.ts";
import type { PremiseHeld, StepCoverage } from "../coverage.ts";
import type { Terminal } from "../terminal.ts";
import { count, counted } from "./numbers.ts";
import { painter } from "../../counterexamples/render/paint.ts";
import { wrap } from "../../counterexamples/render/wrap.ts";

/** Where something did not happen. */
export type Where = "here" | "before the search ended" | "in any of these runs";

/** The table of one run: each property, and in how many states its premise held. */
export function renderPremises(
  premises: readonly PremiseHeld[],
  scenario: string | null,
  { colours, width }: Terminal,
): string[] {
  if (premises.length === 0) return [];
  const paint = painter(colours);
  const names = Math.max(...premises.map(({ property }) => property.length));
  const digits = Math.max(...premises.map(({ heldIn }) => count(heldIn).length));
  const rows = premises.map(({ property, heldIn, exercisedBy }) => {
    const start = `  ${property.padEnd(names)}  `;
    if (heldIn > 0) {
      return `${start}${count(heldIn).padStart(digits)} ${heldIn === 1 ? "state" : "states"}`;
    }
    const never = `never here; ${exercisedElsewhere(exercisedBy, scenario)}`;
    const line = wrap(start, never, width);
    return start + paint("yellow", line.slice(start.length));
  });
  return [paint("bold", `  ${"property".padEnd(names)}  its premise held in`), ...rows];
}

/** `C1-rebind and 3 more do`: the scenarios that exercise what this one does not. */
function exercisedElsewhere(exercisedBy: readonly string[], scenario: string | null): string {
  const [first, ...more] = exercisedBy.filter((each) => each !== scenario);
  if (first === undefined) return "no scenario is known to exercise it";
  if (more.length === 0) return `${first} exercises it`;
  return `${first} and ${more.length} more exercise it`;
}

/** How many properties were exercised, since a pass says nothing of the others. */
export function renderExercised(premises: readonly PremiseHeld[], { width }: Terminal): string[] {
  if (premises.length === 0) return [];
  const held = premises.filter(({ heldIn }) => heldIn > 0).length;
  const nothing = held < premises.length ? "; a pass says nothing of the others" : "";
  const said = `${count(held)} of ${count(premises.length)} properties exercised${nothing}`;
  return [wrap("  Premises: ", said, width)];
}

/** The properties that none of several runs has exercised, and which scenarios do. */
export function renderUnexercised(
  premises: readonly PremiseHeld[],
  { colours, width }: Terminal,
): string[] {
  const never = premises.filter(({ heldIn }) => heldIn === 0);
  if (never.length === 0) return [];
  const names = Math.max(...never.map(({ property }) => property.length));
  return [
    painter(colours)("bold", `  not exercised in any of these runs (${count(never.length)})`),
    ...never.map(({ property, exercisedBy }) =>
      wrap(`    ${property.padEnd(names)}  `, exercisedElsewhere(exercisedBy, null), width),
    ),
  ];
}

/** In how many of the runs each premise held. */
export function renderHeld(
  premises: readonly PremiseHeld[],
  runs: number,
  { colours }: Terminal,
): string[] {
  if (premises.length === 0) return [];
  const names = Math.max(...premises.map(({ property }) => property.length));
  const digits = count(runs).length;
  return [
    painter(colours)("bold", `  ${"property".padEnd(names)}  its premise held in`),
    ...premises.map(({ property, heldIn }) => {
      const amount = `${count(heldIn).padStart(digits)} of ${count(runs)} runs`;
      return `  ${property.padEnd(names)}  ${amount}`;
    }),
  ];
}

/** What became of the steps, in two lines; with `listed`, behind them every step by procedure. */
export function renderSteps(
  { total, neverRan, onlyWaited, neverWaited }: StepCoverage,
  { where, listed }: { readonly where: Where; readonly listed: boolean },
  { colours, width }: Terminal,
): string[] {
  const paint = painter(colours);
  const ran = total - neverRan.length;
  const rest = neverRan.length === 0 ? "" : `; ${count(neverRan.length)} never did ${where}`;
  const never = `${counted(neverWaited.length, "step")} that can wait never had to`;
  const only = onlyWaited.length === 0 ? "none" : count(onlyWaited.length);
  const lines = [
    wrap("  Steps:    ", `${count(ran)} of ${count(total)} ran${rest}`, width),
    wrap("  Guards:   ", `${never}, and ${only} only ever waited`, width),
  ];
  const lists = [
    [`never ran ${where}`, neverRan],
    [`never had to wait ${where}`, neverWaited],
    [`only ever waited ${where}`, onlyWaited],
  ] as const;
  const filled = lists.filter(([, steps]) => steps.length > 0);
  if (!listed) return filled.length === 0 ? lines : [...lines, "            --coverage lists them"];
  for (const [heading, steps] of filled) {
    lines.push("", paint("bold", `  ${heading} (${count(steps.length)})`));
    lines.push(...byProcedure(steps, width));
  }
  return lines;
}

/** The steps under their procedures, which come once each. */
function byProcedure(steps: readonly string[], width: number): string[] {
  let last = "";
  return steps.flatMap((step) => {
    const cut = step.indexOf(": ");
    const procedure = step.slice(0, cut);
    const line = wrap("      ", step.slice(cut + 2), width);
    if (procedure === last) return [line];
    last = procedure;
    return [`    ${procedure}`, line];
  });
}

/** What became of the actions of a module; with `listed`, how often each was taken. */
export function renderActions(
  { coverage }: Pick<Verdict, "coverage">,
  { where, listed }: { readonly where: Where; readonly listed: boolean },
  { width }: Terminal,
): string[] {
  const never = coverage.filter((each) => each.never).map(({ action }) => action);
  const taken = `${count(coverage.length - never.length)} of ${count(coverage.length)} taken`;
  const rest = never.length === 0 ? "" : `; never ${where}: ${never.join(", ")}`;
  const lines = never.length > 0 || listed ? [wrap("  Actions: ", `${taken}${rest}`, width)] : [];
  if (!listed) return lines;
  const names = Math.max(0, ...coverage.map(({ action }) => action.length));
  const digits = Math.max(0, ...coverage.map(({ fired }) => count(fired).length));
  for (const { action, fired } of coverage) {
    const times = fired === 1 ? "time" : "times";
    lines.push(`    ${action.padEnd(names)}  ${count(fired).padStart(digits)} ${times}`);
  }
  return lines;
}
