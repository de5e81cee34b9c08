/** Reference counts of a page: a row a list of holders, with its count by step. */
import type { Trace } from "../../../checker/trace.ts";
import { cellsToBlame, type Explanation } from "../../explain/explain.ts";
import type { Entry } from "../../holder-lists.ts";
import { holderLists, type HolderList } from "../../holder-lists.ts";
import { statesOf } from "../../states.ts";
import { markup, type Markup } from "./markup.ts";

/** What is known of a system, for people to find what they look for. */
export interface CellWords {
  /** Cells whose counts stand first, after what is blamed; null: none do. */
  readonly first: RegExp | null;
  /** Collections of structs that lie in others and count for them: in which. */
  readonly within: Readonly<Record<string, string>>;
}

/** A list of holders of a cell. */
export interface CountRow extends HolderList {
  /** Where the list is; null: in the cell itself. */
  readonly counter: string | null;
  /** It is what the violation is about; it stands for itself; it is one of many. */
  readonly rank: "blamed" | "first" | "other";
}

/** Yields all rows, in the order in which a page shows them. */
export function countRows(
  trace: Trace,
  explanation: Explanation | null,
  { first, within }: CellWords,
): CountRow[] {
  const lists = holderLists(statesOf(trace));
  const named = [
    ...(explanation?.ledgers ?? []).map(({ cell }) => cell),
    ...cellsToBlame(trace, explanation?.judged ?? []),
  ];
  const outer = (cell: string): string => {
    const [collection = "", index] = cell.split(":");
    const name = within[collection];
    return name === undefined ? cell : `${name}:${index}`;
  };
  const counted = new Set(lists.map(({ cell }) => outer(cell)));
  const blamed = named.map(outer).find((cell) => counted.has(cell));
  const rows = lists.map(({ cell: counter, field, entries }): CountRow => {
    const cell = outer(counter);
    const rank = cell === blamed ? "blamed" : first?.test(cell) === true ? "first" : "other";
    return { cell, field, entries, counter: counter === cell ? null : counter, rank };
  });
  const cells = [...new Set(rows.map(({ cell }) => cell))];
  const isRefs = ({ field }: CountRow): number => (field === "refs" ? 0 : 1);
  const together = cells.flatMap((cell) =>
    rows.filter((row) => row.cell === cell).toSorted((a, b) => isRefs(a) - isRefs(b)),
  );
  return (["blamed", "first", "other"] as const).flatMap((rank) =>
    together.filter((row) => row.rank === rank),
  );
}

/** Yields the section; null: no cell lists its holders. */
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
  const folded = markup`<details class="others">
<summary>${others.length} other count${others.length === 1 ? "" : "s"}</summary>
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

function countRow(row: CountRow, index: number, size: Size): Markup {
  const { cell, field, counter, entries, rank } = row;
  const freed = entries.flatMap(({ step, holders }) => (holders === null ? [step] : []));
  const when = `freed in step${freed.length === 1 ? "" : "s"} ${freed.join(", ")}`;
  const tags = [
    ...(rank === "blamed" ? [markup` <span class="tag blamed">blamed</span>`] : []),
    ...(freed.length > 0 ? [markup` <span class="tag freed">${when}</span>`] : []),
  ];
  const where = counter === null ? null : markup` in <code>${counter}</code>`;
  return markup`<div class="count" id="count-${index}" role="group" tabindex="0"
 aria-labelledby="count-name-${index}" aria-describedby="count-holders-${index}">
<p class="count-head"><span id="count-name-${index}"><code>${cell}</code>
<span class="field">${field}${where}</span></span>
${tags}</p>
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
