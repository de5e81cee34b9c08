/** The page's own style. It has a light side and a dark one, and fits a phone. */

/** Colours as pairs of light and dark; text has a contrast of 4.5 and more on its ground. */
const colours = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#ffffff, #14171c);
  --raised: light-dark(#f5f6f8, #1c2027);
  --chosen: light-dark(#fff3c9, #3a3212);
  --line: light-dark(#d5d9e0, #363d49);
  --text: light-dark(#1b1f26, #e4e7ec);
  --dim: light-dark(#5a6270, #a0a9b8);
  --link: light-dark(#0b57b0, #86b9ff);
  --cursor: light-dark(#ffcf3d, #8a6a00);
  --bad: light-dark(#b3122b, #ff8f9c);
  --bad-ground: light-dark(#fde8ea, #45171e);
  --good: light-dark(#0d6632, #7fdc9f);
  --good-ground: light-dark(#e0f5e7, #123522);
  --warn: light-dark(#7d4a00, #f5bf6b);
  --p0: light-dark(#0b57b0, #86b9ff);
  --p1: light-dark(#9a4300, #ffb170);
  --p2: light-dark(#6f2da8, #d3a4ff);
  --p3: light-dark(#0d6632, #7fdc9f);
  --p4: light-dark(#a1144b, #ff9ec0);
  --p5: light-dark(#00636b, #6fdce5);
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace;
}
:root[data-theme="light"] { color-scheme: light; }
:root[data-theme="dark"] { color-scheme: dark; }
.p0 { --mine: var(--p0); } .p1 { --mine: var(--p1); } .p2 { --mine: var(--p2); }
.p3 { --mine: var(--p3); } .p4 { --mine: var(--p4); } .p5 { --mine: var(--p5); }
`;

const basics = `
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 0 1rem 2rem; max-width: 110rem;
  background: var(--ground); color: var(--text);
  font: 15px/1.45 system-ui, sans-serif; overflow-wrap: anywhere;
}
h1, h2, h3, h4, p, dl, dd, ul, ol { margin: 0; padding: 0; }
ul, ol { list-style: none; }
h2 { font-size: 1.05rem; }
h3 { font-size: 0.95rem; }
code, .tree, .ledger, .holders { font-family: var(--mono); font-size: 0.86em; }
h1 code, h3 code, h4 code { font-size: inherit; }
a { color: var(--link); }
.dim { color: var(--dim); }
.gone { color: var(--bad); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
ins { color: var(--good); background: var(--good-ground); text-decoration: underline dotted; }
del { color: var(--bad); background: var(--bad-ground); }
ins, del { border-radius: 3px; padding: 0 0.2em; }
button, input[type="search"] {
  font: inherit; color: inherit; background: var(--raised);
  border: 1px solid var(--line); border-radius: 6px; padding: 0.3rem 0.7rem; min-height: 2.4rem;
}
button { min-width: 2.6rem; cursor: pointer; }
button:hover { border-color: var(--link); }
button[aria-disabled="true"] { color: var(--dim); border-style: dashed; cursor: default; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 0.5rem; background: var(--ground); padding: 0.4rem; z-index: 9; }
.tag {
  display: inline-block; border-radius: 1em; padding: 0 0.6em;
  font: 600 0.75rem/1.5 system-ui, sans-serif;
}
.tag.blamed { color: var(--ground); background: var(--bad); }
.tag.freed { color: var(--bad); background: var(--bad-ground); }
.tag.new { color: var(--good); background: var(--good-ground); }
`;

const head = `
header { padding: 0.8rem 0 1rem; }
.top { display: flex; align-items: center; justify-content: space-between; }
.brand { color: var(--dim); font-size: 0.85rem; letter-spacing: 0.03em; }
h1 { font-size: 1.5rem; line-height: 1.25; }
h1 code { color: var(--bad); }
.claim { font-size: 1.05rem; margin: 0.2rem 0 0.7rem; }
header dl { display: flex; flex-wrap: wrap; gap: 0.3rem 1.8rem; }
header dl div { display: flex; gap: 0.5rem; align-items: baseline; }
dt { color: var(--dim); flex: none; }
.command { background: var(--raised); border-radius: 4px; padding: 0.15em 0.4em; }
.explanation { margin-bottom: 1rem; }
.explanation h2 { margin-bottom: 0.4rem; }
.cards {
  display: grid; gap: 0.8rem; align-items: start;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr));
}
.card + .card { margin-top: 0.8rem; }
.card { background: var(--raised); border-radius: 8px; padding: 0.7rem 0.9rem; }
.card h3 { display: inline; }
.card p, .card ul { margin-top: 0.35rem; }
.card li { padding: 0.2rem 0 0.2rem 0.8rem; border-left: 3px solid var(--line); }
.card li + li { margin-top: 0.4rem; }
.card .left { display: block; color: var(--dim); }
.ledger { max-height: 22rem; overflow-y: auto; }
summary { cursor: pointer; }
`;

const explorer = `
.toolbar {
  position: sticky; top: 0; z-index: 3; background: var(--ground);
  border-bottom: 1px solid var(--line); padding: 0.5rem 0;
}
.controls { display: flex; align-items: center; gap: 0.4rem; }
#slider { flex: 1; min-width: 3rem; height: 2.4rem; accent-color: var(--link); }
.where {
  margin-top: 0.25rem; height: 2.9em; overflow: hidden;
  display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2;
}
.where b { margin-right: 0.5rem; }
.explorer { display: grid; gap: 0 1.5rem; grid-template-columns: minmax(0, 1fr); }
.panel { min-width: 0; padding-top: 0.8rem; }
.box { position: relative; }
#lanes { overflow: auto; max-height: 70vh; border: 1px solid var(--line); border-radius: 8px; }
.steps h2, .counts h2 { margin-bottom: 0.4rem; }
.sheet { display: inline-block; min-width: 100%; vertical-align: top; }
.legend {
  display: flex; flex-wrap: wrap; gap: 0.1rem 1.2rem; padding: 0.5rem 0.7rem;
  position: sticky; top: 0; z-index: 2; background: var(--raised);
  border-bottom: 1px solid var(--line); font-size: 0.87rem; max-height: 6.5rem; overflow-y: auto;
}
.legend b, .who { color: var(--mine); }
.dot {
  display: inline-block; width: 0.7em; height: 0.7em; border-radius: 50%; background: var(--mine);
}
.row { display: flex; align-items: stretch; cursor: pointer; border-left: 4px solid transparent; }
.row:hover { background: var(--raised); }
.row[aria-current="step"] { background: var(--chosen); border-left-color: var(--warn); }
.number {
  flex: none; width: 2.6rem; padding: 0.45rem 0.5rem 0 0; text-align: right;
  font-variant-numeric: tabular-nums; color: var(--dim); text-decoration: none;
}
.row[aria-current="step"] .number { color: var(--text); font-weight: 700; }
.gutter { flex: none; display: flex; }
.lane { position: relative; width: 1.35rem; }
.lane.up::before, .lane.down::after {
  content: ""; position: absolute; left: calc(50% - 1px); width: 2px;
  background: var(--mine); opacity: 0.55;
}
.lane.up::before { top: 0; height: 1rem; }
.lane.down::after { top: 1rem; bottom: 0; }
.lane.on {
  background: radial-gradient(circle at 50% 1rem, var(--mine) 0.36rem, transparent 0.4rem);
}
.many .lane { width: 0.8rem; }
.crowd .lane { width: 0.35rem; }
.crowd .lane.on { background: linear-gradient(var(--mine) 0 0) 0 0.6rem / 100% 0.8rem no-repeat; }
.does { flex: 1; min-width: 13.5rem; padding: 0.35rem 0.7rem 0.5rem 0.4rem; }
.who { font-weight: 600; font-size: 0.82rem; }
.source { color: var(--dim); font-size: 0.8rem; }
.changes { margin-top: 0.15rem; }
.changes li { padding-left: 1.4em; text-indent: -1.4em; }
.aside .part, .aside .changes, .aside .who { color: var(--dim); }
.note { color: var(--warn); font-weight: 600; }
.end { cursor: default; color: var(--bad); background: var(--bad-ground); }
.end .number { color: inherit; font-weight: 700; }
`;

const side = `
.counts { padding-bottom: 1.2rem; }
.axis { display: flex; justify-content: space-between; font-size: 0.8rem; }
.count { padding: 0.25rem 0; border-radius: 4px; }
.count svg {
  display: block; width: 100%; height: 2.2rem; cursor: pointer;
  background: var(--raised); border-bottom: 1px solid var(--line);
  shape-rendering: crispEdges;
}
.field { color: var(--dim); font-size: 0.87em; }
.field code { font-size: inherit; }
.count .bar { fill: var(--link); opacity: 0.8; }
.count .none { fill: var(--warn); }
.count .end { fill: var(--bad); }
.count .cursor { fill: var(--cursor); }
.holders { color: var(--dim); min-height: 1.5em; }
.holders.gone { color: var(--dim); font-style: italic; }
.others summary { padding: 0.4rem 0; color: var(--link); }
.state-bar {
  display: flex; flex-wrap: wrap; align-items: center; gap: 0.4rem 1rem; padding: 0.4rem 0;
  background: var(--ground); z-index: 2;
}
.filter { display: flex; align-items: center; gap: 0.5rem; flex: 1 1 11rem; }
#filter { flex: 1; min-width: 6rem; }
.only { display: flex; align-items: center; gap: 0.4rem; min-height: 2.4rem; }
.collection { padding-top: 0.6rem; }
.collection > h3 {
  font: 600 0.82rem/1.4 system-ui, sans-serif; color: var(--dim); margin-bottom: 0.2rem;
}
.cell { border-left: 3px solid var(--line); padding: 0.1rem 0 0.1rem 0.7rem; margin: 0.25rem 0; }
.cell.changed { border-left-color: var(--warn); background: var(--raised); }
.cell h4 { font-size: 1em; }
.called { color: var(--dim); font-weight: 400; }
.tree ul ul { padding-left: 1rem; border-left: 1px dotted var(--line); }
.key { color: var(--dim); }
.key::after { content: ":"; }
.differs > .key { color: var(--text); font-weight: 700; }
details.differs > summary .key { color: var(--text); font-weight: 700; }
.empty { padding: 1rem 0; color: var(--dim); }
dialog {
  color: var(--text); background: var(--ground); border: 1px solid var(--line);
  border-radius: 10px; padding: 1.2rem 1.4rem; max-width: min(28rem, calc(100vw - 2rem));
}
dialog::backdrop { background: rgb(0 0 0 / 45%); }
dialog dl { margin: 0.6rem 0; }
dialog dl div { display: flex; gap: 1rem; padding: 0.15rem 0; }
dialog dt { width: 5rem; color: var(--text); font-weight: 600; }
dialog button { margin-top: 0.8rem; }
`;

/** Beside each other where there is room; on paper, all at once. */
const media = `
@media (min-width: 64rem) {
  .explorer { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
  .where { height: 1.45em; -webkit-line-clamp: 1; }
  .panel { height: calc(100vh - 5.4rem); position: sticky; top: 5.4rem; }
  .steps { display: flex; flex-direction: column; }
  #lanes { flex: 1; max-height: none; }
  .state-bar { position: sticky; top: -0.8rem; }
  .side { overflow-y: auto; padding-right: 0.6rem; }
}
@media (max-width: 30rem) { .range { display: none; } }
@media print {
  :root, :root[data-theme] { color-scheme: light; }
  body { font-size: 10pt; max-width: none; }
  .controls, .filter, .only, #theme, .skip { display: none; }
  .toolbar, .legend, .state-bar, .panel { position: static; }
  .where { height: 1.45em; -webkit-line-clamp: 1; }
  .panel { height: auto; }
  .explorer, .where { display: block; height: auto; }
  .ledger, .legend { max-height: none; }
  #lanes, .side { overflow: visible; max-height: none; border: 0; }
  .sheet { min-width: 0; }
  .row, .cell, .count { break-inside: avoid; }
  * { print-color-adjust: exact; }
}
@media (prefers-reduced-motion: no-preference) { .row { transition: background 0.1s; } }
`;

export const pageStyle: string = [colours, basics, head, explorer, side, media].join("");
