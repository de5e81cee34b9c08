/** What steers a page: buttons and a slider, and the help that names the keys. */
import { markup, type Markup } from "./markup.ts";

/** Yields the bar that says and chooses the step, for so many of them. */
export function toolbar(steps: number): Markup {
  const button = (id: string, name: string, sign: string): Markup =>
    markup`<button type="button" id="${id}" aria-label="${name}" title="${name}">${sign}</button>`;
  return markup`<div class="toolbar" role="group" aria-label="Choose a step">
<div class="controls">
${button("to-start", "to the start", "\u21E4")}
${button("back", "a step back", "\u2190")}
${button("forth", "a step on", "\u2192")}
${button("to-end", "to the last step", "\u21E5")}
<input id="slider" type="range" min="0" max="${steps}" value="0" aria-label="Step">
${button("ask-help", "help", "?")}
</div>
<p class="where" role="status" aria-live="polite" aria-atomic="true"><b>Step
<span id="step-number">0</span> of ${steps}</b> <span id="step-title"></span></p>
</div>`;
}

const keys: readonly (readonly [keys: string, does: string])[] = [
  ["\u2190 or k", "a step back"],
  ["\u2192 or j", "a step on"],
  ["Home", "to the start"],
  ["End", "to the last step"],
  ["digits", "to that step"],
  ["/", "to the filter; Escape leaves it"],
  ["?", "this help; Escape closes it"],
];

/** Yields the help, which is closed at first. */
export function helpDialog(): Markup {
  const rows = keys.map(([key, does]) => markup`<div><dt>${key}</dt><dd>${does}</dd></div>`);
  return markup`<dialog id="help" aria-labelledby="help-head">
<h2 id="help-head">Keys</h2>
<dl>${rows}</dl>
<p>Click a step, or a place in a row of references, to go there. Old values are struck through;
those that a step has put there are underlined.</p>
<button type="button" id="end-help">Close</button>
</dialog>`;
}
