/** An explanation in words, for a terminal. */
import type { Explanation } from "../explain/explain.ts";
import type { Ledger } from "../explain/ledger.ts";
import type { Neighbour } from "../explain/neighbour.ts";
import { actorName, type Story, type StoryStep } from "../story.ts";
import type { Page } from "./lanes.ts";
import { painter, type Paint } from "./paint.ts";
import { value } from "./value.ts";
import { wrap } from "./wrap.ts";

interface Sheet {
  readonly story: Story;
  readonly width: number;
  readonly paint: Paint;
}

/** Yields all of it; each part that has something to say under a heading. */
export function renderExplanation(
  story: Story,
  explanation: Explanation,
  { width, colours }: Page,
): string {
  const sheet = { story, width, paint: painter(colours) };
  const parts = [
    ...explanation.ledgers.map((ledger) => renderLedger(ledger, sheet)),
    ...renderNeighbours(explanation.neighbours, sheet),
    ...renderNoReturn(explanation.noReturn, sheet),
  ];
  return parts.map((lines) => lines.join("\n")).join("\n\n");
}

/** `step 12, GPU request 1: gpu_request: signal`. */
function stepText({ story }: Sheet, index: number): string {
  const step = story.steps[index] as StoryStep;
  const actor = story.actors[step.actor];
  const who = actor === undefined ? "" : `${actorName(actor)}, `;
  return `step ${step.number}, ${who}${step.parts[0] ?? ""}`;
}

function renderLedger({ cell, entries }: Ledger, sheet: Sheet): string[] {
  const { paint, width, story } = sheet;
  const lines = entries.flatMap(({ step, got, put, holders }) => {
    const moves = [...got.map((each) => `+ ${each}`), ...put.map((each) => `- ${each}`)];
    const left =
      holders === null ? "freed" : holders.length === 0 ? "nobody holds it" : holders.join(", ");
    const when = step === 0 ? "start" : String(step);
    const who = story.steps[step - 1];
    const actor = who === undefined ? undefined : story.actors[who.actor];
    const by = actor === undefined ? "" : ` by ${actor.name}`;
    const head = `  ${when.padStart(5)}  `;
    return [
      wrap(head, `${moves.join(", ") || "freed"}${by}`, width),
      wrap(" ".repeat(head.length + 2), `held by: ${left}`, width),
    ];
  });
  return [paint("bold", `Who held ${cell}, by step`), ...lines];
}

function renderNeighbours(neighbours: readonly Neighbour[], sheet: Sheet): string[][] {
  const { paint, width } = sheet;
  if (neighbours.length === 0) return [];
  const lines = neighbours.flatMap((neighbour) => {
    if (neighbour.kind === "pick") {
      const chosen = neighbour.chosen.map(value).join(", ");
      return wrap("  - ", `if it picks ${chosen} in ${stepText(sheet, neighbour.step)}`, width);
    }
    const { first, second, cells } = neighbour.race;
    return [
      wrap("  - ", `if ${stepText(sheet, second)}`, width),
      wrap("    ", `comes before ${stepText(sheet, first)}`, width),
      wrap("    ", `(both touch ${cells.join(", ")})`, width),
    ];
  });
  return [[paint("bold", "The same run passes, and ends well"), ...lines]];
}

function renderNoReturn(noReturn: number | null, sheet: Sheet): string[][] {
  const { paint, width } = sheet;
  if (noReturn === null) return [];
  const text =
    noReturn === 0
      ? "No run ends well, from the very start."
      : `Up to ${stepText(sheet, noReturn - 1)}, some run still ends well; behind it none does.`;
  return [[paint("bold", "The point of no return"), wrap("  ", text, width)]];
}
