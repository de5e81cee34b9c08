/** Pages as text: their parts, their size, and that nothing breaks out of them. */
import { createHash } from "node:crypto";
import { Script } from "node:vm";
import { describe, expect, it, test } from "vitest";
import type { Json } from "../../checker/json.ts";
import { driverCells, otherCells } from "../../cli/driver-cells.ts";
import { countRows } from "../../counterexamples/render/html/counts.ts";
import { markup, scriptJson } from "../../counterexamples/render/html/markup.ts";
import type { PageData } from "../../counterexamples/render/page/data.ts";
import { pageScript } from "../../counterexamples/render/page/script.ts";
import { pageStyle } from "../../counterexamples/render/page/style.ts";
import { statesOf } from "../../counterexamples/states.ts";
import { oddTraces } from "./odd-traces.ts";
import { archived, archivedTrace, breakout, hostileTrace, pageOf, racePage } from "./pages.ts";

const count = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;

function dataOf(page: string): PageData {
  const [, text = ""] =
    /<script type="application\/json" id="trace">(.*?)<\/script>/s.exec(page) ?? [];
  return JSON.parse(text) as PageData;
}

describe("a page", () => {
  const trace = archivedTrace("O11");
  const page = pageOf(trace);

  it("says what is violated, and how to replay it", () => {
    expect(count(page, /<h1>/g)).toBe(1);
    expect(page).toContain(`<h1><code>${trace.property}</code> is violated</h1>`);
    expect(page).toContain(`<p class="claim">${trace.claim}.</p>`);
    expect(page).toContain("<dt>Length</dt><dd>34 steps</dd>");
    expect(page).toContain("drmcheck replay x.json");
  });

  it("has a row a step, with its dot in the lane of its process", () => {
    expect(count(page, /<li id="row-\d+"/g)).toBe(35);
    expect(count(page, /<i class="lane p\d on/g)).toBe(34);
    expect(count(page, /<i class="lane p2 on/g)).toBe(1);
  });

  it("has landmarks, names and a live region", () => {
    for (const landmark of ["<header>", "<main ", 'aria-live="polite"', 'class="skip"']) {
      expect(page).toContain(landmark);
    }
    const named = [...page.matchAll(/aria-labelledby="([^"]+)"/g)].map(([, id]) => id);
    expect(named.filter((id) => !page.includes(`id="${id}"`))).toEqual([]);
  });

  it("has every id once", () => {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it("allows its own script and style, and nothing from elsewhere", () => {
    const hash = (text: string) => createHash("sha256").update(text).digest("base64");
    expect(page).toContain(`script-src &#39;sha256-${hash(pageScript)}&#39;`);
    expect(page).toContain(`style-src &#39;sha256-${hash(pageStyle)}&#39;`);
    expect(page).toContain("default-src &#39;none&#39;");
    expect(page).not.toMatch(/https?:|\/\/cdn|@import|url\(/);
    expect(page).not.toMatch(/ (?:src|on\w+|style)=/);
  });

  it("does without an explanation", () => {
    expect(page).not.toContain('class="explanation"');
  });
});

test("an explanation is told, with links to the steps", async () => {
  const page = await racePage();
  expect(page).toContain("In the other order the run passes.");
  expect(page).toContain('<a href="#step=2">step 2</a>');
  expect(page).toContain("after this step no run ends well");
});

test.each(oddTraces)("the page of a trace with %s has a row a step", (_, trace) => {
  const page = pageOf(trace);
  expect(count(page, /<li id="row-\d+"/g)).toBe(trace.steps.length + 1);
  expect(count(page, /<i class="lane p\d on/g)).toBe(trace.steps.length);
  expect(statesOf(dataOf(page))).toEqual(statesOf(trace));
});

test("where there is no process, none is named", () => {
  const [, trace] = oddTraces.find(([name]) => name === "no process") ?? [];
  const page = pageOf(trace ?? hostileTrace());
  expect(page).toContain('<p class="part">run(1)</p>');
  expect(page).not.toContain("no process");
});

test("the script needs nothing that it does not contain", () => {
  expect(() => new Script(pageScript)).not.toThrow();
  expect(pageScript).not.toMatch(/__vi|import\b|require\(/);
});

test("states are derived from the page's own data", () => {
  const trace = archivedTrace("O36");
  expect(statesOf(dataOf(pageOf(trace)))).toEqual(statesOf(trace));
});

test.each(archived)("the page of %s is small", (file) => {
  expect(pageOf(archivedTrace(file)).length).toBeLessThan(400_000);
});

describe("text that would break out", () => {
  const page = pageOf(hostileTrace(), { command: `drmcheck replay '${breakout}'` });

  it("makes no element and ends none", () => {
    expect(count(page, /<script/gi)).toBe(2);
    expect(count(page, /<\/script/gi)).toBe(2);
    expect(count(page, /<\/style/gi)).toBe(1);
    expect(page).not.toMatch(/<img|<!--/i);
  });

  it("reaches the script as it is", () => {
    const { initial, holders } = dataOf(page);
    expect(initial).toEqual(hostileTrace().initial);
    expect(holders).toEqual([
      [
        [0, [breakout]],
        [1, [breakout, `holder ${breakout}`]],
      ],
    ]);
  });

  it("is escaped in elements, attributes and lists", () => {
    const given = [`<a b="c">&'`];
    expect(markup`<i title="${given}">${given}</i>${null}`.text).toBe(
      '<i title="&lt;a b=&quot;c&quot;&gt;&amp;&#39;">&lt;a b=&quot;c&quot;&gt;&amp;&#39;</i>',
    );
  });

  it("is escaped in data, where separators of lines are as well", () => {
    expect(scriptJson("</script>\u2028").text).toBe('"\\u003c/script\\u003e\\u2028"');
  });
});

describe("rows of reference counts", () => {
  const rows = countRows(archivedTrace("O11"), null, driverCells);

  it("begin with the blamed cell, then come tables and resources of vmas", () => {
    expect(rows.map(({ cell, rank }) => `${cell} ${rank}`).slice(0, 4)).toEqual([
      "ioSgts:0 blamed",
      "ttSgts:0 first",
      "ttSgts:1 first",
      "objects:0 other",
    ]);
  });

  it("are all lists of a table or a vma resource, those of the fence within it too", () => {
    const trace = archivedTrace("O34");
    const found = countRows(trace, null, driverCells).map(({ cell, field, counter }) =>
      [cell, field, ...(counter === null ? [] : [`in ${counter}`])].join(" "),
    );
    const firsts = found.filter((each) => /^(?:\w*Sgts|vmaResources):/.test(each));
    expect(firsts).toEqual([
      "ttSgts:0 refs",
      "ioSgts:0 refs",
      "vmaResources:0 refs in unbindFences:0",
      "vmaResources:0 holds",
    ]);
    const everThere = ["ioSgts", "ttSgts", "vmaResources"].flatMap((name) =>
      statesOf(trace).flatMap((state) =>
        (state[name] as readonly Json[]).flatMap((cell, index) =>
          cell === null ? [] : [`${name}:${index}`],
        ),
      ),
    );
    const shown = new Set(firsts.map((each) => each.split(" ")[0]));
    expect(shown).toEqual(new Set(everThere));
  });

  it("are of any list of texts that is named so, in arrays of cells and beside them", () => {
    const initial = {
      manager: { wakerefs: ["a"], refs: 3, preferred: ["b"] },
      cells: [{ refs: [1] }, { pins: [] }],
    };
    const trace = { ...hostileTrace(), initial, steps: [] };
    const found = countRows(trace, null, otherCells).map(({ cell, field }) => `${cell} ${field}`);
    expect(found).toEqual(["manager wakerefs", "cells:1 pins"]);
  });

  it("say by step who held the cell, and when it was gone", () => {
    const entries = rows[0]?.entries.map(({ step, holders }) => [step, holders]);
    expect(entries?.slice(0, 2)).toEqual([
      [8, ["processes:0.dst_rsgt"]],
      [14, ["objects:0.mm.rsgt", "objects:0.ttm.cached_io_rsgt"]],
    ]);
    expect(entries?.at(-1)).toEqual([28, null]);
  });
});

/** Luminance of `#rrggbb` as WCAG 2 defines it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe.each(["light", "dark"] as const)("the %s side", (side) => {
  const pairs = [...pageStyle.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)];
  const colours = new Map(
    pairs.map(([, name = "", light = "", dark = ""]) => [name, side === "light" ? light : dark]),
  );
  const texts = ["text", "dim", "link", "bad", "good", "warn", "p0", "p1", "p2", "p3", "p4", "p5"];
  const grounds = ["ground", "raised", "chosen"];
  const all = [
    ...texts.flatMap((text) => grounds.map((ground) => [text, ground] as const)),
    ["bad", "bad-ground"] as const,
    ["good", "good-ground"] as const,
    ["ground", "bad"] as const,
  ];

  it.each(all)("has %s on %s with a contrast of 4.5 at least", (text, ground) => {
    const [a, b] = [text, ground].map((name) => luminance(colours.get(name) ?? "")) as [
      number,
      number,
    ];
    const [high, low] = [Math.max(a, b), Math.min(a, b)];
    expect((high + 0.05) / (low + 0.05)).toBeGreaterThanOrEqual(4.5);
  });
});
