/**
 * A page that stands alone, for a browser: what happened in lanes, who held what, and the state at
 * each step. It needs no network, and may not use any.
 */
import { createHash } from "node:crypto";
import type { Explanation } from "../explain/explain.ts";
import { actorName, isNameless, type Story } from "./story.ts";
import { countRows, countsSection, type CellWords, type CountRow } from "./html/counts.ts";
import { explanationSection } from "./html/explanation.ts";
import { lanesSection } from "./html/lanes.ts";
import { markup, Markup, scriptJson } from "./html/markup.ts";
import { helpDialog, toolbar } from "./html/toolbar.ts";
import type { PageData } from "./page/data.ts";
import { pageScript } from "./page/script.ts";
import { pageStyle } from "./page/style.ts";

export interface HtmlOptions {
  /** What replays the trace. */
  readonly command: string;
  /** Paths of leaves that are folded; null: none is. */
  readonly hidden: RegExp | null;
  readonly cells: CellWords;
  /** What else is known; null: the trace alone must do. */
  readonly explanation: Explanation | null;
}

/** Yields the page. */
export function renderHtml(story: Story, options: HtmlOptions): string {
  const { command, hidden, cells, explanation } = options;
  const { trace, steps } = story;
  const rows = countRows(trace, explanation, cells);
  const { text } = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${trace.property} is violated: ${trace.system}</title>
<link rel="icon" href="data:,">
<style>${new Markup(pageStyle)}</style>
</head>
<body>
<a class="skip" href="#state-head">Skip to the state</a>
${pageHead(story, command)}
${explanationSection(story, explanation)}
<main id="explorer">
${toolbar(steps.length)}
<noscript><p class="dim">Without scripts, the page shows the steps, and no states.</p></noscript>
<div class="explorer">
${lanesSection(story, explanation)}
<div class="panel box side">
${countsSection(rows, steps.length)}
${stateSection()}
</div>
</div>
</main>
${helpDialog()}
<script type="application/json" id="trace">${scriptJson(dataOf(story, rows, hidden))}</script>
<script>${new Markup(pageScript)}</script>
</body>
</html>
`;
  return text;
}

/** Only our own script and style, and nothing from elsewhere. */
function contentSecurityPolicy(): string {
  const hash = (of: string): string =>
    `'sha256-${createHash("sha256").update(of, "utf8").digest("base64")}'`;
  return [
    "default-src 'none'",
    `script-src ${hash(pageScript)}`,
    `style-src ${hash(pageStyle)}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

function pageHead({ trace, steps }: Story, command: string): Markup {
  const { property, claim, system, patches, without, seed } = trace;
  const fact = (name: string, of: readonly string[]): Markup | null =>
    of.length === 0 ? null : markup`<div><dt>${name}</dt><dd>${of.join(", ")}</dd></div>`;
  const count = `${steps.length} step${steps.length === 1 ? "" : "s"}`;
  return markup`<header>
<div class="top"><p class="brand">drmcheck counterexample</p>
<button type="button" id="theme" aria-label="Light or dark">\u25D0</button></div>
<h1><code>${property}</code> is violated</h1>
<p class="claim">${claim}.</p>
<dl>
${fact("System", [system])}
${fact("Length", [count])}
${fact("Patches", patches)}
${fact("Without", without)}
${fact("Seed", seed === null ? [] : [String(seed)])}
<div><dt>Replay</dt><dd><code class="command">${command}</code></dd></div>
</dl>
</header>`;
}

function stateSection(): Markup {
  return markup`<section class="states" aria-labelledby="state-head">
<div class="state-bar">
<h2 id="state-head" tabindex="-1">State</h2>
<label class="filter"><span>Filter</span>
<input id="filter" type="search" placeholder="cell, field or value" autocomplete="off"
 spellcheck="false"></label>
<label class="only"><input id="only-changed" type="checkbox"> only what it changed</label>
</div>
<div id="state" class="tree"></div>
</section>`;
}

function dataOf(story: Story, rows: readonly CountRow[], hidden: RegExp | null): PageData {
  const { trace, actors, steps } = story;
  const titles = steps.map(({ actor, parts }) => {
    const who = isNameless(story) ? undefined : actors[actor];
    return `${who === undefined ? "" : `${actorName(who)} \u2013 `}${parts[0] ?? ""}`;
  });
  const named = actors.flatMap(({ name, cell }) => (cell === null ? [] : [[cell, name] as const]));
  return {
    initial: trace.initial,
    steps: trace.steps.map(({ changes }) => ({ changes })),
    titles: ["the start", ...titles],
    names: Object.fromEntries(named),
    hidden: hidden === null ? null : [hidden.source, hidden.flags],
    holders: rows.map(({ entries }) =>
      entries.map(({ step, holders }) => [step, holders] as const),
    ),
  };
}
