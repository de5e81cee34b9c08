/** An explanation in a page: the same words as in a terminal, with links to the steps. */
import type { Explanation } from "../../explain/explain.ts";
import type { Entry, Ledger } from "../../explain/ledger.ts";
import type { Neighbour } from "../../explain/neighbour.ts";
import { actorName, type Story } from "../../story.ts";
import { value } from "../value.ts";
import { markup, type Markup } from "./markup.ts";

/** Yields the section; null: there is nothing to say. */
export function explanationSection(story: Story, explanation: Explanation | null): Markup | null {
  if (explanation === null) return null;
  const { neighbours, noReturn, ledgers } = explanation;
  const turns = [
    ...(neighbours.length === 0 ? [] : [neighboursPart(neighbours, story)]),
    ...(noReturn === null ? [] : [noReturnPart(noReturn, story)]),
  ];
  const held = ledgers.map((ledger, index) => ledgerPart(ledger, story, index === 0));
  if (turns.length + held.length === 0) return null;
  // What turns the run beside who held what; parts of one kind beside each other.
  const isMixed = turns.length > 0 && held.length > 0;
  const columns = isMixed ? [turns, held] : [...turns, ...held];
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

/** `step 12, GPU request 1, gpu_request: signal`; `index` is its position, from 0. */
function stepText({ steps, actors }: Story, index: number): Markup {
  const step = steps[index];
  if (step === undefined) return link(index + 1);
  const actor = actors[step.actor];
  const who = actor === undefined ? "" : `, ${actorName(actor)}`;
  return markup`${link(step.number)}${who}, <i>${step.parts[0] ?? ""}</i>`;
}

function neighboursPart(neighbours: readonly Neighbour[], story: Story): Markup {
  const items = neighbours.map((neighbour) => {
    if (neighbour.kind === "pick") {
      const chosen = neighbour.chosen.map(value).join(", ");
      return markup`<li>it picks <code>${chosen}</code> in ${stepText(story, neighbour.step)}</li>`;
    }
    const { first, second, cells } = neighbour.race;
    return markup`<li>${stepText(story, second)}<br><b>comes before</b> ${stepText(story, first)}
<br><span class="dim">both touch ${cells.join(", ")}</span></li>`;
  });
  return markup`<div class="card"><h3>The same run passes, and ends well, if</h3>
<ul>${items}</ul></div>
`;
}

function noReturnPart(noReturn: number, story: Story): Markup {
  const text =
    noReturn === 0
      ? markup`No run ends well, from the very start.`
      : markup`Up to ${stepText(story, noReturn - 1)}, some run still ends well; after it none
does.`;
  return markup`<div class="card"><h3>The point of no return</h3><p>${text}</p></div>
`;
}

function ledgerPart({ cell, entries }: Ledger, story: Story, isOpen: boolean): Markup {
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
  return markup`<li>${step === 0 ? "start" : link(step)}
${actor === undefined ? null : markup`<span class="dim">by ${actor.name}</span>`} ${moves}
<span class="left">${left}</span></li>
`;
}
