/** Reference counts of a page: a row a cell that keeps its holders, with its count by step. */
import type { Json } from "../../../checker/json.ts";
import type { Trace } from "../../../checker/trace.ts";
import { cellsToBlame, type Explanation } from "../../explain/explain.ts";
import { ledgersOf, type Entry, type Ledger } from "../../explain/ledger.ts";
import { statesOf } from "../../states.ts";
import { markup, type Markup } from "./markup.ts";

/** A cell and who held it. */
export interface CountRow extends Ledger {
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
    const isFirst = /^(?:\w*sgt\w*|vmaResources):/i.test(ledger.cell);
    return { ...ledger, rank: ledger.cell === blamed ? "blamed" : isFirst ? "first" : "other" };
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

/** Yields the section; null: no cell keeps its holders. */
export function countsSection(rows: readonly CountRow[], steps: number): Markup | null {
  if (rows.length === 0) return null;
  const isOther = ({ rank }: CountRow): boolean => rank === "other";
  // Those that count more than the others would flatten them.
  const heights = [rows.filter((row) => !isOther(row)), rows.filter(isOther)].map(highest);
  const drawn = rows.map((row, index) =>
    countRow(row, index, { width: steps + 1, height: heights[isOther(row) ? 1 : 0] ?? 1 }),
  );
  const first = rows.length - rows.filter(isOther).length;
  const [shown, others] = [drawn.slice(0, first), drawn.slice(first)];
  const what = others.length === 1 ? "cell that counts its" : "cells that count their";
  const folded = markup`<details class="others">
<summary>${others.length} other ${what} references</summary>
${others}</details>`;
  return markup`<section class="counts" aria-labelledby="counts-head">
<h2 id="counts-head">References, by step</h2>
<p class="axis dim" aria-hidden="true"><span>start</span><span>step ${steps}</span></p>
${shown}
${others.length === 0 ? null : first === 0 ? others : folded}
</section>`;
}

/** The highest count of these rows; 1 at least. */
function highest(rows: readonly CountRow[]): number {
  const counts = rows.flatMap(({ entries }) => entries.map(({ holders }) => holders?.length ?? 0));
  return counts.reduce((most, each) => Math.max(most, each), 1);
}

interface Size {
  /** A unit a step. */
  readonly width: number;
  /** A unit a reference. */
  readonly height: number;
}

function countRow({ cell, entries, rank }: CountRow, index: number, size: Size): Markup {
  const freed = entries.flatMap(({ step, holders }) => (holders === null ? [step] : []));
  const tags = [
    ...(rank === "blamed" ? [markup` <span class="tag blamed">blamed</span>`] : []),
    ...(freed.length > 0
      ? [markup` <span class="tag freed">freed in step ${freed.join(", ")}</span>`]
      : []),
  ];
  return markup`<div class="count" id="count-${index}" role="group" tabindex="0"
 aria-labelledby="count-name-${index}" aria-describedby="count-holders-${index}">
<p class="count-head"><code id="count-name-${index}">${cell}</code>${tags}</p>
${chart(entries, size)}
<p class="holders" id="count-holders-${index}"></p>
</div>
`;
}

/** The count as a line of steps, stretched to the width that there is. */
function chart(entries: readonly Entry[], { width, height }: Size): Markup {
  const bars = entries.map(({ step, holders }, index) => {
    if (holders === null) {
      return markup`<rect class="end" x="${step}" y="0" width="0.3" height="${height}"/>`;
    }
    const to = entries[index + 1]?.step ?? width;
    const [kind, high] = holders.length === 0 ? ["none", 0.12] : ["bar", holders.length];
    return markup`<rect class="${kind}" x="${step}" y="${height - high}"
 width="${to - step}" height="${high}"/>`;
  });
  const words = entries.map(({ step, holders }) =>
    holders === null ? `freed in step ${step}` : `${holders.length} from step ${step}`,
  );
  return markup`<svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img"
 aria-label="${words.join(", ")}"><rect class="cursor" x="0" y="0" width="1" height="${height}"/>
${bars}</svg>`;
}
