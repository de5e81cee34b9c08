/** Reference counts of a page: a row a cell that keeps its holders, with its count by step. */
import type { Json } from "../../../checker/json.ts";
import type { Trace } from "../../../checker/trace.ts";
import { cellsToBlame, type Explanation } from "../../explain/explain.ts";
import { ledgersOf, type Ledger } from "../../explain/ledger.ts";
import { statesOf } from "../../states.ts";
import { markup, type Markup } from "./markup.ts";

type Holders = readonly (readonly string[] | null)[];

/** A cell and who held it. */
export interface CountRow {
  readonly cell: string;
  /** By step, from the start on; null: there was none. */
  readonly holders: Holders;
  /** It is what the violation is about; it stands for itself; it is one of many. */
  readonly rank: "blamed" | "first" | "other";
}

/** Yields all rows, in the order in which a page shows them. */
export function countRows(trace: Trace, explanation: Explanation | null): CountRow[] {
  const ledgers = ledgersOf(trace, cellsOf(trace));
  const named = [
    ...(explanation?.ledgers ?? []).map(({ cell }) => cell),
    ...cellsToBlame(trace, explanation?.judged ?? []),
  ];
  const blamed = named.find((each) => ledgers.some(({ cell }) => cell === each));
  const rows = ledgers.map((ledger): CountRow => {
    const { cell } = ledger;
    const isFirst = /^(?:\w*sgt\w*|vmaResources):/i.test(cell);
    const rank = cell === blamed ? "blamed" : isFirst ? "first" : "other";
    return { cell, holders: holdersOf(ledger, trace.steps.length), rank };
  });
  return (["blamed", "first", "other"] as const).flatMap((rank) =>
    rows.filter((row) => row.rank === rank),
  );
}

/** Every cell that there ever is. */
function cellsOf(trace: Trace): string[] {
  const lengths = new Map<string, number>();
  for (const state of statesOf(trace)) {
    for (const [name, cells] of Object.entries(state)) {
      if (!Array.isArray(cells)) continue;
      const { length } = cells as Json[];
      lengths.set(name, Math.max(length, lengths.get(name) ?? 0));
    }
  }
  return [...lengths].flatMap(([name, length]) =>
    Array.from({ length }, (_, index) => `${name}:${index}`),
  );
}

function holdersOf({ entries }: Ledger, steps: number): Holders {
  const byStep = new Map(entries.map(({ step, holders }) => [step, holders]));
  let now: readonly string[] | null = null;
  return Array.from({ length: steps + 1 }, (_, step) => {
    const then = byStep.get(step);
    if (then !== undefined) now = then;
    return now;
  });
}

/** Yields the section; null: no cell keeps its holders. */
export function countsSection(rows: readonly CountRow[]): Markup | null {
  const [row] = rows;
  if (row === undefined) return null;
  const isOther = ({ rank }: CountRow): boolean => rank === "other";
  // Those that count more than the others would flatten them.
  const highest = (of: boolean): number =>
    Math.max(
      1,
      ...rows
        .filter((each) => isOther(each) === of)
        .flatMap(({ holders }) => holders.map((each) => countOf(each))),
    );
  const drawn = rows.map((each, index) => {
    return { rank: each.rank, text: countRow(each, index, highest(isOther(each))) };
  });
  const shown = drawn.filter(({ rank }) => rank !== "other").map(({ text }) => text);
  const others = drawn.filter(({ rank }) => rank === "other").map(({ text }) => text);
  const folded = markup`<details class="others"><summary>${others.length} other
${others.length === 1 ? "cell that counts its" : "cells that count their"} references</summary>
${others}</details>`;
  return markup`<section class="counts" aria-labelledby="counts-head">
<h2 id="counts-head">References, by step</h2>
<p class="axis dim" aria-hidden="true"><span>start</span><span>step ${row.holders.length - 1}</span></p>
${shown}
${others.length === 0 ? null : shown.length === 0 ? others : folded}
</section>`;
}

const countOf = (holders: readonly string[] | null | undefined): number => holders?.length ?? 0;

function countRow({ cell, holders, rank }: CountRow, index: number, highest: number): Markup {
  const freed = holders.flatMap((now, step) =>
    now === null && step > 0 && holders[step - 1] !== null ? [step] : [],
  );
  const tags = [
    ...(rank === "blamed" ? [markup` <span class="tag blamed">blamed</span>`] : []),
    ...(freed.length > 0
      ? [markup` <span class="tag freed">freed in step ${freed.join(", ")}</span>`]
      : []),
  ];
  return markup`<div class="count" id="count-${index}" role="group" tabindex="0"
 aria-labelledby="count-name-${index}">
<p class="count-head"><code id="count-name-${index}">${cell}</code>${tags}</p>
${chart(holders, freed, highest)}
<p class="holders"></p>
</div>
`;
}

/** The count as a line of steps, a unit wide each; stretched to the width that there is. */
function chart(holders: Holders, freed: readonly number[], highest: number): Markup {
  const bars = runsOf(holders).map(({ from, to, count }) => {
    const height = count === 0 ? 0.12 : count;
    return markup`<rect class="${count === 0 ? "none" : "bar"}" x="${from}" y="${highest - height}"
 width="${to - from}" height="${height}"/>`;
  });
  const marks = freed.map(
    (step) => markup`<rect class="end" x="${step}" y="0" width="0.3" height="${highest}"/>`,
  );
  const words = runsOf(holders).map(({ from, count }) => `${count} from step ${from}`);
  const label = [...words, ...freed.map((step) => `freed in step ${step}`)].join(", ");
  return markup`<svg viewBox="0 0 ${holders.length} ${highest}" preserveAspectRatio="none"
 role="img" aria-label="${label}"><rect class="cursor" x="0" y="0" width="1" height="${highest}"/>
${bars}${marks}</svg>`;
}

interface Run {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  readonly count: number;
}

/** Steps in a row with the same count, where there is a cell. */
function runsOf(holders: Holders): Run[] {
  const starts = holders.flatMap((now, step) =>
    step === 0 || countOf(now) !== countOf(holders[step - 1]) || holders[step - 1] === null
      ? [step]
      : [],
  );
  return starts.flatMap((from, index) => {
    const now = holders[from] ?? null;
    const next = starts[index + 1] ?? holders.length;
    const gone = holders.findIndex((each, step) => step > from && each === null);
    const to = gone === -1 ? next : Math.min(next, gone);
    return now === null ? [] : [{ from, to, count: now.length }];
  });
}
