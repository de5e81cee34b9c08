/**
 * A Mermaid sequence diagram: a participant a process, a note a step. Where Mermaid would refuse
 * the text for its length, steps lose their changes, then all but what they do first; and of a run
 * that is longer yet only the end is left.
 */
import { actorName, isNameless, type Story, type StoryStep } from "./story.ts";
import { fitLines, fitFewLines } from "./fit-lines.ts";

/** Mermaid refuses more than 50,000 characters. */
const lengthMax = 48_000;

/** Columns of a note, and of a participant. */
const widths = { note: 60, participant: 24 } as const;

export interface MermaidOptions {
  /** Show what steps change; false: what is around the diagram does. */
  readonly changes: boolean;
}

/** What a note says, by lines. */
type Note = (step: StoryStep) => readonly string[];

/** Yields the diagram. Wherever another process takes over, an arrow leads there. */
export function renderMermaid(
  story: Story,
  { changes }: MermaidOptions = { changes: true },
): string {
  const notes: readonly Note[] = changes ? [whole, brief, first] : [brief, first];
  const sizes = notes.map((note) => diagram(story, note, 0));
  const whatFits = sizes.find((text) => text.length <= lengthMax);
  if (whatFits !== undefined) return whatFits;
  const lengthOfStep = (sizes.at(-1) ?? "").length / story.steps.length;
  // Some steps are longer than others.
  const kept = Math.floor((0.8 * lengthMax) / lengthOfStep);
  return diagram(story, first, story.steps.length - kept);
}

const brief: Note = ({ number, parts }) =>
  parts.flatMap((part, index) => fitLines(index === 0 ? `${number}. ${part}` : part, widths.note));

const whole: Note = (step) => [
  ...brief(step),
  ...step.changes.flatMap(({ path, text }) => fitFewLines(`${path}: ${text}`, widths.note)),
];

const first: Note = ({ number, parts }) =>
  fitFewLines(`${number}. ${parts[0] ?? ""}`, widths.note, 1);

/** The diagram without its first steps. */
function diagram(story: Story, note: Note, skipped: number): string {
  const { trace, actors, steps } = story;
  const names = isNameless(story) ? [trace.system] : actors.map(actorName);
  const lines = names.map(
    (name, index) => `  participant P${index} as ${joined(fitLines(name, widths.participant, 0))}`,
  );
  const say = (actor: number, words: readonly string[]): string =>
    `  Note over P${actor}: ${joined(words)}`;
  if (skipped > 0) lines.push(say(steps[skipped]?.actor ?? 0, [`${skipped} steps are left out`]));
  for (const [index, step] of steps.entries()) {
    if (index < skipped) continue;
    const { actor } = step;
    const before = steps[index - 1]?.actor ?? actor;
    if (before !== actor && index > skipped) lines.push(`  P${before} -->> P${actor}: `);
    if (index === steps.length - 1) lines.push("  rect rgba(220, 38, 60, 0.2)");
    lines.push(say(actor, note(step)));
  }
  const violated = [`${trace.property} is violated`, `${trace.claim}.`];
  const end = violated.flatMap((line) => fitLines(line, widths.note, 0));
  if (steps.length === 0) lines.push("  rect rgba(220, 38, 60, 0.2)");
  lines.push(say(steps.at(-1)?.actor ?? 0, end), "  end");
  return [setting, "sequenceDiagram", ...lines, ""].join("\n");
}

/** With one font, Mermaid draws in the one that it measures in, and text stays in its box. */
const setting = '%%{init: {"fontFamily": "sans-serif", "sequence": {"noteAlign": "left"}}}%%';

const joined = (lines: readonly string[]): string => lines.map(plain).join("<br/>");

/**
 * Text that Mermaid takes as it is. Besides what ends a statement or begins an entity, a directive
 * or a formula, there are words: it cuts lines short that look like its own styles, and takes
 * "wrap:" for a setting.
 */
function plain(text: string): string {
  return text
    .replace(/^ +/, (spaces) => "\u00A0".repeat(spaces.length))
    .replaceAll(/(?<=^|[ \u00A0])-> /g, "\u2192 ")
    .replaceAll(
      /[#;<>&%$\\`]|s(?=tyle)|c(?=lassDef)|(?<=^(?:no)?wrap):/g,
      (each) => `#${each.charCodeAt(0)};`,
    );
}
