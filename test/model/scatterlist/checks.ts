/**
 * The checks of the builders, as functions of the code under test: the tests run them on the code
 * as it is, and on faulty variants of it. Each yields what is wrong first; null: nothing is.
 */
import type * as FromBuddy from "../../../model/scatterlist/from-buddy.ts";
import type * as FromFolios from "../../../model/scatterlist/from-folios.ts";
import type * as FromNode from "../../../model/scatterlist/from-node.ts";
import type * as Iterate from "../../../model/scatterlist/iterate.ts";
import type * as Refcounted from "../../../model/scatterlist/refcounted.ts";
import type { Limits } from "../../../model/scatterlist/table-writer.ts";
import { faultsOf, pagesInRuns, type Run } from "./oracle.ts";
import { limitsOf, runsOf } from "./small-lists.ts";

export type Builders = typeof FromBuddy & typeof FromFolios & typeof FromNode;
export type Wrappers = typeof Refcounted;

/** Names what went wrong, if anything did. */
function verdict(what: object, faults: () => readonly string[]): string | null {
  let found: readonly string[];
  try {
    found = faults();
  } catch (error) {
    found = [error instanceof Error ? error.name : "an error"];
  }
  return found.length === 0 ? null : `${found.join(", ")}: ${JSON.stringify(what)}`;
}

export function nodeFaults({ tableFromNode }: Builders, node: Run, limits: Limits): string | null {
  return verdict({ node, limits }, () =>
    faultsOf(
      tableFromNode({ start: node.start, size: node.pages }, limits),
      pagesInRuns([node], node.pages),
      limits,
    ),
  );
}

export function buddyFaults(
  { tableFromBuddy }: Builders,
  { runs, size, limits }: { runs: readonly Run[]; size: number; limits: Limits },
): string | null {
  const blocks = runs.map(({ start, pages }) => ({ offset: start, pages }));
  return verdict({ runs, size, limits }, () =>
    faultsOf(tableFromBuddy(blocks, size, limits), pagesInRuns(runs, size), limits),
  );
}

/** Builds the table of a file, and puts its folios again: none may be left, or be put twice. */
export function folioFaults(
  { tableFromFolios, putFolios }: Builders,
  { runs, size, segmentPagesMax }: { runs: readonly Run[]; size: number; segmentPagesMax: number },
): string | null {
  const folios = runs.map(({ start, pages }) => ({ address: start, pages }));
  const counts = new Map<number, number>();
  const count = (address: number, change: number): void => {
    counts.set(address, (counts.get(address) ?? 0) + change);
  };
  const references = {
    get: ({ address }: { address: number }) => count(address, 1),
    put: ({ address }: { address: number }) => count(address, -1),
  };
  const folioOf = (page: number): FromFolios.Folio => {
    const folio = folios.find(({ address, pages }) => page >= address && page < address + pages);
    if (folio === undefined) throw new Error("a page of no folio");
    return folio;
  };
  return verdict({ folios, size, segmentPagesMax }, () => {
    const table = tableFromFolios(folios, size, { segmentPagesMax, references });
    const limits = { regionStart: 0, segmentPagesMax };
    const faults = faultsOf(table, pagesInRuns(runs, size), limits);
    const got = [...counts.values()];
    if (got.some((each) => each !== 1)) faults.push("references while in use");
    putFolios(table, folioOf, references);
    if ([...counts.values()].some((each) => each !== 0)) faults.push("references at the end");
    return faults;
  });
}

/** Runs every builder on everything small. */
export function firstBuilderFault(builders: Builders, sizeMax: number): string | null {
  for (let size = 1; size <= sizeMax; size++) {
    for (const limits of limitsOf(size)) {
      for (const runs of runsOf(size)) {
        const fault =
          buddyFaults(builders, { runs, size, limits }) ??
          folioFaults(builders, { runs, size, segmentPagesMax: limits.segmentPagesMax });
        if (fault !== null) return fault;
      }
      for (let start = 0; start <= 2; start++) {
        for (let pages = size; pages <= size + 2; pages++) {
          const runs = [{ start, pages }];
          const fault =
            nodeFaults(builders, { start, pages: size }, limits) ??
            buddyFaults(builders, { runs, size, limits }) ??
            folioFaults(builders, { runs, size, segmentPagesMax: limits.segmentPagesMax });
          if (fault !== null) return fault;
        }
      }
    }
  }
  return null;
}

/** Compares what walks over a table yield with the pages that it was made of. */
export function firstIterationFault(
  { tableFromBuddy }: Builders,
  { segmentsOf, pagesOf, pageCount }: typeof Iterate,
  sizeMax: number,
): string | null {
  for (let size = 1; size <= sizeMax; size++) {
    for (const runs of runsOf(size)) {
      const limits = { regionStart: 7, segmentPagesMax: 2 };
      const blocks = runs.map(({ start, pages }) => ({ offset: start, pages }));
      const trimmed = tableFromBuddy(blocks, size, limits);
      // As it stays where there is no memory to trim it with.
      const entries = [...trimmed.entries, { address: 0, pages: 0 }, { address: 0, pages: 0 }];
      for (const table of [trimmed, { ...trimmed, entries }]) {
        const pages = pagesInRuns(runs, size).map((page) => page + limits.regionStart);
        const isRight =
          JSON.stringify([...pagesOf(table)]) === JSON.stringify(pages) &&
          pageCount(table) === size &&
          segmentsOf(table).length === table.used;
        if (!isRight) return JSON.stringify({ runs, table });
      }
    }
  }
  return null;
}
