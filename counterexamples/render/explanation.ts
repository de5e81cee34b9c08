/** An explanation for a terminal. */
import type { Explanation } from "../explain/explain.ts";
import type { Ledger } from "../explain/ledger.ts";
import { nobody, type Story } from "./story.ts";
import type { Page } from "./lanes.ts";
import { painter } from "./paint.ts";
import { plainText, sentencesOf } from "./sentences.ts";
import { wrap } from "./wrap.ts";

/** Yields what there is to say in sentences, each behind its term. */
export function renderSentences(
  story: Story,
  explanation: Explanation,
  { width, colours }: Page,
): string {
  const paint = painter(colours);
  const lines = sentencesOf(story, explanation).map(({ term, pieces }) => {
    const text = wrap("", `${term}: ${plainText(pieces)}`, width, 2);
    // The term may be broken into two lines, but only where the width is that of a few words.
    return text.startsWith(term) ? `${paint("bold", term)}${text.slice(term.length)}` : text;
  });
  return lines.join("\n");
}

/** Yields who held what, a part a cell; empty: no cell to blame keeps its holders. */
export function renderLedgers(story: Story, { ledgers }: Explanation, page: Page): string {
  return ledgers.map((ledger) => renderLedger(story, ledger, page).join("\n")).join("\n\n");
}

function renderLedger(
  { steps, actors }: Story,
  { cell, entries }: Ledger,
  { width, colours }: Page,
): string[] {
  const lines = entries.flatMap(({ step, got, put, holders }) => {
    const moves = [...got.map((each) => `+ ${each}`), ...put.map((each) => `- ${each}`)];
    const left =
      holders === null
        ? "freed"
        : holders.length === 0
          ? "nobody holds it"
          : `held by ${holders.join(", ")}`;
    const when = step === 0 ? "start" : String(step);
    const actor = actors[steps[step - 1]?.actor ?? -1];
    const by = actor === undefined || actor.name === nobody ? "" : ` by ${actor.name}`;
    const head = `  ${when.padStart(5)}  `;
    const moved = step === 0 || moves.length === 0 ? "" : `${moves.join(", ")}${by}: `;
    return [wrap(head, `${moved}${left}`, width, head.length + 2)];
  });
  return [painter(colours)("bold", `Who held ${cell}, by step`), ...lines];
}
