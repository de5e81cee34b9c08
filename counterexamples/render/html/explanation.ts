/** An explanation in a page: the same sentences as in a terminal, with links to the steps. */
import type { Explanation } from "../../explain/explain.ts";
import type { Ledger } from "../../explain/ledger.ts";
import type { Entry } from "../../holder-lists.ts";
import { nobody, type Story } from "../story.ts";
import { sentencesOf, type Piece, type Sentence } from "../sentences.ts";
import { markup, type Markup } from "./markup.ts";

/** Yields the section; null: there is nothing to say. */
export function explanationSection(story: Story, explanation: Explanation | null): Markup | null {
  if (explanation === null) return null;
  const told = sentencesOf(story, explanation).map(sentenceCard);
  const held = explanation.ledgers.map((each, index) => ledgerCard(each, story, index === 0));
  // What is told beside who held what; without the latter, in two columns of its own.
  const half = Math.ceil(told.length / 2);
  const columns = held.length > 0 ? [told, held] : [told.slice(0, half), told.slice(half)];
  return markup`<section class="explanation" aria-labelledby="why-head">
<h2 id="why-head">Why</h2>
<div class="cards">
${columns.map(
  (column) => markup`<div>${column}</div>
`,
)}
</div>
</section>`;
}

const link = (step: number): Markup => markup`<a href="#step=${step}">step ${step}</a>`;

function sentenceCard({ term, pieces }: Sentence): Markup {
  return markup`<div class="card"><h3>${term}</h3><p>${pieces.map(pieceMarkup)}</p></div>
`;
}

function pieceMarkup(piece: Piece): Markup | string {
  if (typeof piece === "string") return piece;
  if ("step" in piece) return link(piece.step);
  return "name" in piece ? markup`<code>${piece.name}</code>` : markup`<i>${piece.label}</i>`;
}

function ledgerCard({ cell, entries }: Ledger, story: Story, isOpen: boolean): Markup {
  return markup`<details class="card"${isOpen ? markup` open` : null}>
<summary><h3>Who held <code>${cell}</code>, by step</h3></summary>
<ul class="ledger">${entries.map((entry) => entryItem(entry, story))}</ul></details>
`;
}

function entryItem({ step, got, put, holders }: Entry, { steps, actors }: Story): Markup {
  const taken = steps[step - 1];
  const actor = taken === undefined ? undefined : actors[taken.actor];
  const moves = [
    ...got.map((each) => markup`+\u00A0<ins>${each}</ins> `),
    ...put.map((each) => markup`\u2212\u00A0<del>${each}</del> `),
  ];
  const left =
    holders === null
      ? markup`<b class="gone">freed</b>`
      : markup`${holders.length === 0 ? "nobody holds it" : `held by ${holders.join(", ")}`}`;
  const isNamed = actor !== undefined && actor.name !== nobody;
  const by = isNamed ? markup`<span class="dim">by ${actor.name}</span>` : null;
  return markup`<li>${step === 0 ? "start" : link(step)}
${by} ${moves}
<span class="left">${left}</span></li>
`;
}
