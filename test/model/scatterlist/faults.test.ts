/** Each fault in a builder, or in the wrapper, is found by the checks that the code passes. */
import { expect, test } from "vitest";
import type * as Iterate from "../../../model/scatterlist/iterate.ts";
import { loadFaulty, type Fault } from "../faulty-variant.ts";
import { firstBuilderFault, firstIterationFault, type Builders, type Wrappers } from "./checks.ts";
import { firstWrapperFault } from "./wrapper-checks.ts";

interface BuilderFault extends Fault {
  /** What the first table that is wrong has wrong with it. */
  readonly shows: RegExp;
}

const builderFaults: readonly BuilderFault[] = [
  {
    bug: "O40",
    title: "the last folio is added with its full length",
    file: "scatterlist/from-folios.ts",
    replace: "Math.min(folio.pages, left)",
    by: "folio.pages",
    shows: /^(?:length|BeyondTheTable)/,
  },
  {
    bug: null,
    title: "a block that is longer than the object is added with its full length",
    file: "scatterlist/from-buddy.ts",
    replace: "Math.min(size, pages)",
    by: "pages",
    shows: /^(?:length|BeyondTheTable)/,
  },
  {
    bug: "O39",
    title: "references are put by the page, though they were got by the folio",
    file: "scatterlist/from-folios.ts",
    replace: "if (folio.address === last?.address) continue;",
    by: "",
    shows: /^references at the end/,
  },
  {
    bug: null,
    title: "references are got by the segment (as of 029ae067431a, 2026)",
    file: "scatterlist/from-folios.ts",
    replace: "references.get(folio);",
    by: "for (let i = 0; i < folio.pages; i += segmentPagesMax) references.get(folio);",
    shows: /^references while in use/,
  },
  {
    bug: null,
    title: "a run goes into a segment that has no room for it (before 029ae067431a, 2026)",
    file: "scatterlist/table-writer.ts",
    replace: "Math.min(left, this.#room)",
    by: "left",
    shows: /^segment too long/,
  },
  {
    bug: null,
    title: "the next segment of a run begins where the run does (029ae067431a, 2026)",
    file: "scatterlist/table-writer.ts",
    replace: "this.#begin(at);",
    by: "this.#begin(offset);",
    shows: /^pages/,
  },
  {
    bug: "O07",
    title: "the length is changed in a copy of the segment",
    file: "scatterlist/table-writer.ts",
    replace: "return segment;",
    by: "return { ...segment };",
    shows: /BeyondTheTable|length|empty segment/,
  },
  {
    bug: null,
    title: "runs that do not follow one another share a segment",
    file: "scatterlist/table-writer.ts",
    replace: "at !== this.#end || this.#room === 0",
    by: "this.#end === null || this.#room === 0",
    shows: /^pages/,
  },
  {
    bug: null,
    title: "runs that follow one another get a segment each",
    file: "scatterlist/table-writer.ts",
    replace: "  add(offset: number, pages: number): void {",
    by: "  add(offset: number, pages: number): void {\n    this.#end = null;",
    shows: /^not minimal/,
  },
  {
    bug: null,
    title: "the end of the last run is not noted",
    file: "scatterlist/table-writer.ts",
    replace: "this.#end = at;",
    by: "this.#end ??= at;",
    shows: /BeyondTheTable|not minimal|pages/,
  },
  {
    bug: null,
    title: "the limit is one page more",
    file: "scatterlist/table-writer.ts",
    replace: "segmentPagesMax - this.#segment.pages",
    by: "segmentPagesMax + 1 - this.#segment.pages",
    shows: /^segment too long/,
  },
  {
    bug: null,
    title: "the region's start is forgotten",
    file: "scatterlist/table-writer.ts",
    replace: "this.#limits.regionStart + offset",
    by: "offset",
    shows: /^pages/,
  },
  {
    bug: null,
    title: "unused entries stay",
    file: "scatterlist/segment.ts",
    replace: "entries.slice(0, used)",
    by: "entries",
    shows: /^not trimmed/,
  },
  {
    bug: null,
    title: "entries in use are trimmed",
    file: "scatterlist/segment.ts",
    replace: "entries.slice(0, used)",
    by: "entries.slice(0, used - 1)",
    shows: /^length/,
  },
  {
    bug: null,
    title: "there are too few entries for a node",
    file: "scatterlist/from-node.ts",
    replace: "Math.ceil",
    by: "Math.floor",
    shows: /^BeyondTheTable/,
  },
  {
    bug: null,
    title: "a node begins at the start of the region",
    file: "scatterlist/from-node.ts",
    replace: "writer.add(node.start,",
    by: "writer.add(0,",
    shows: /^pages/,
  },
];

const builderFiles = ["from-buddy", "from-folios", "from-node"].map(
  (name) => `scatterlist/${name}.ts`,
);

test.each(builderFaults)("$title", async (fault) => {
  const builders = await loadFaulty<Builders>(fault, builderFiles);
  expect(firstBuilderFault(builders, 4)).toMatch(fault.shows);
});

const iterationFaults: readonly Fault[] = [
  {
    bug: null,
    title: "a walk over a table goes on behind the mark",
    file: "scatterlist/iterate.ts",
    replace: "entries.slice(0, used)",
    by: "entries",
  },
  {
    bug: null,
    title: "a walk over pages stays at the first page of each segment",
    file: "scatterlist/iterate.ts",
    replace: "yield address + page",
    by: "yield address",
  },
];

test.each(iterationFaults)("$title", async (fault) => {
  const modules = await loadFaulty<Builders & typeof Iterate>(fault, [
    ...builderFiles,
    "scatterlist/iterate.ts",
  ]);
  expect(firstIterationFault(modules, modules, 4)).not.toBeNull();
});

const wrapperFaults: readonly (Fault & { readonly shows: string })[] = [
  {
    bug: "O01",
    title: "whoever fails to fill a wrapper frees it, and puts it as well",
    file: "scatterlist/refcounted.ts",
    replace: "  wrapper.put();\n",
    by: "  wrapper.put();\n  (wrapper as unknown as { free(): void }).free();\n",
    shows: "double free",
  },
  {
    bug: null,
    title: "whoever fails to fill a wrapper leaves it behind",
    file: "scatterlist/refcounted.ts",
    replace: "  wrapper.put();\n",
    by: "",
    shows: "leak",
  },
  {
    bug: null,
    title: "every put releases",
    file: "scatterlist/refcounted.ts",
    replace: "if (--this.#count === 0) this.#release();",
    by: "this.#release();",
    shows: "freed too early",
  },
  {
    bug: null,
    title: "a get is not counted",
    file: "scatterlist/refcounted.ts",
    replace: "this.#count++;",
    by: "",
    shows: "freed too early",
  },
  {
    bug: null,
    title: "a table inside of a tt is released with its entries, and nobody hears of it",
    file: "scatterlist/refcounted.ts",
    replace: "if (hasTable) ",
    by: "if (false) ",
    shows: "released with its table, silently",
  },
  {
    bug: null,
    title: "a table that owns its struct leaves it behind",
    file: "scatterlist/refcounted.ts",
    replace: "  struct.free();\n",
    by: "",
    shows: "leak",
  },
];

test.each(wrapperFaults)("$title", async (fault) => {
  const wrappers = await loadFaulty<Wrappers>(fault, ["scatterlist/refcounted.ts"]);
  expect(firstWrapperFault(wrappers)).toContain(fault.shows);
});
