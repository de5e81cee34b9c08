/** The steps of a page: one lane a process, a dot where it takes a step, and what the step does. */
import type { Explanation } from "../../explain/explain.ts";
import { actorName, isNameless, type Story, type StoryStep } from "../story.ts";
import { markup, type Markup } from "./markup.ts";

/** How many colours there are for actors; those after them begin again. */
const colours = 6;

/** Yields the section. */
export function lanesSection(story: Story, explanation: Explanation | null): Markup {
  const isAside = (index: number): boolean => explanation?.slice[index] === false;
  const hasAside = story.steps.some((_, index) => isAside(index));
  return markup`<section class="panel steps" aria-labelledby="steps-head">
<h2 id="steps-head">Steps</h2>
<div id="lanes" class="box" tabindex="0" role="region" aria-label="Steps in lanes">
<div class="sheet">
${legend(story, hasAside)}
<ol class="rows">
${startRow(story)}
${story.steps.map((step, index) => stepRow(step, story, isAside(index), explanation))}
${endRow(story)}
</ol>
</div>
</div>
</section>`;
}

const colourOf = (actor: number): string => `p${actor % colours}`;

function legend(story: Story, hasAside: boolean): Markup | null {
  const { actors } = story;
  const isNamed = !isNameless(story);
  if (!isNamed && !hasAside) return null;
  const entries = actors.map(({ first, last, ...actor }, index) => {
    const range = first === last ? `step ${first}` : `steps ${first} to ${last}`;
    return markup`<li class="${colourOf(index)}"><i class="dot" aria-hidden="true"></i>
<b>${actorName(actor)}</b> <span class="dim range">${range}</span></li>`;
  });
  const aside = markup`<li class="dim">Pale steps: the violation does not come from them.</li>`;
  return markup`<ul class="legend" aria-label="Processes">
${isNamed ? entries : null}${hasAside ? aside : null}
</ul>`;
}

/** The lanes beside a row; `number` is its step, `actor` the one with the dot. */
function gutter({ actors }: Story, number: number, actor: number | null): Markup {
  const lanes = actors.map(({ first, last }, index) => {
    const dot = index === actor ? "on" : "";
    const up = first < number && number <= last ? "up" : "";
    const down = first <= number && number < last ? "down" : "";
    const classes = ["lane", colourOf(index), dot, up, down].filter((each) => each !== "");
    return markup`<i class="${classes.join(" ")}"></i>`;
  });
  const crowd = actors.length > 15 ? " crowd" : actors.length > 6 ? " many" : "";
  return markup`<span class="gutter${crowd}" aria-hidden="true">${lanes}</span>`;
}

function startRow(story: Story): Markup {
  return markup`<li id="row-0" class="row" data-step="0"><a class="number" href="#step=0">0</a>
${gutter(story, 0, null)}<div class="does"><p class="dim">the start</p></div></li>
`;
}

function stepRow(
  { number, actor, parts, source, changes, isIdle }: StoryStep,
  story: Story,
  isAside: boolean,
  explanation: Explanation | null,
): Markup {
  const who = story.actors[actor];
  const name = who === undefined ? "" : actorName(who);
  const lines = changes.map(
    ({ path, text }) => markup`<li><code><b>${path}</b> ${text}</code></li>`,
  );
  const noReturn =
    explanation?.noReturn === number
      ? markup`<p class="note">The point of no return: after this step no run ends well.</p>`
      : null;
  return markup`<li id="row-${number}" class="row${isAside ? " aside" : ""}" data-step="${number}">
<a class="number" href="#step=${number}" aria-label="step ${number}">${number}</a>
${gutter(story, number, actor)}<div class="does">
${isNameless(story) ? null : markup`<p class="who ${colourOf(actor)}">${name}</p>`}
${parts.map((part) => markup`<p class="part">${partOf(part)}</p>`)}
${source === null ? null : markup`<p class="source">${source}</p>`}
${lines.length === 0 ? null : markup`<ul class="changes">${lines}</ul>`}
${isIdle ? markup`<p class="dim">It changes nothing.</p>` : null}${noReturn}
</div></li>
`;
}

/** `f: one; two`, with the function in another type. */
function partOf(part: string): Markup {
  const [, procedure, rest] = /^([A-Za-z_][\w()]*): (.*)$/s.exec(part) ?? [];
  return procedure === undefined
    ? markup`${part}`
    : markup`<code>${procedure}</code>: ${rest ?? ""}`;
}

function endRow(story: Story): Markup {
  const { trace, steps } = story;
  return markup`<li class="row end"><span class="number" aria-hidden="true">!</span>
${gutter(story, steps.length + 1, null)}<div class="does">
<p><b>${trace.property}</b> is violated: ${trace.claim}.</p></div></li>
`;
}
