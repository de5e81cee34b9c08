/**
 * Markdown for mailing lists and pull requests: the steps as a list, and a diagram. It is laid out
 * to be read as it is, too: a mail is not rendered.
 */
import { actorName, isNameless, type Story, type StoryStep } from "./story.ts";
import { renderMermaid } from "./mermaid.ts";
import { shownOnLine } from "./shown.ts";

/** Columns of a mail. */
const width = 76;

/** Yields the page; `command` is what replays the trace. */
export function renderMarkdown(story: Story, command: string): string {
  const { trace, actors, steps } = story;
  const count = `${steps.length} step${steps.length === 1 ? "" : "s"}`;
  const blocks = steps.flatMap((step, index) => {
    const who = actors[step.actor];
    const isNew = who !== undefined && steps[index - 1]?.actor !== step.actor && !isNameless(story);
    return [...(isNew ? [`**${text(actorName(who))}**`, ""] : []), ...item(step), ""];
  });
  return [
    `# ${text(trace.property)} is violated after ${count}`,
    "",
    ...broken(`In ${code(trace.system)}. ${text(trace.claim)}.`, ""),
    "",
    `Replay: ${code(command)}`,
    "",
    ...(steps.length === 0 ? [] : ["## Steps", "", ...blocks]),
    "## Diagram",
    "",
    "```mermaid",
    `${renderMermaid(story, { changes: false })}\`\`\``,
    "",
  ].join("\n");
}

/** A step as an item of a list; what it changes is a list within. */
function item({ number, parts, source, changes }: StoryStep): string[] {
  const bullet = `${number}. `;
  // What belongs to an item begins where its text does.
  const margin = " ".repeat(bullet.length);
  const does = parts.map(code).join(";\n");
  const [first = "", ...more] = does.split("\n").flatMap((part) => broken(part, margin));
  return [
    `${bullet}${first.trimStart()}`,
    ...more,
    ...(source === null ? [] : broken(`(${text(source)})`, margin)),
    ...changes.flatMap(({ path, text: change }) => {
      const [line = "", ...rest] = broken(code(`${path}: ${change}`), `${margin}  `);
      return [`${margin}- ${line.trimStart()}`, ...rest];
    }),
  ];
}

/**
 * Breaks a paragraph at spaces into lines that begin with `margin`. No line begins with what could
 * be taken for the beginning of a list, a quotation or a heading; with a long fence any could.
 */
function broken(paragraph: string, margin: string): string[] {
  if (paragraph.includes("```")) return [margin + paragraph];
  const lines: string[] = [];
  let line = "";
  for (const word of paragraph.split(/(?<!\w:|\{|->) (?=[\p{L}([{"'`_])/u)) {
    if (line !== "" && margin.length + line.length + 1 + word.length > width) {
      lines.push(margin + line);
      line = word;
    } else line += line === "" ? word : ` ${word}`;
  }
  return [...lines, margin + line];
}

/** Code, whatever is in it: its fence is longer than any that it holds. */
function code(of: string): string {
  const inner = shownOnLine(of);
  const longest = [...inner.matchAll(/`+/g)].reduce((most, [run]) => Math.max(most, run.length), 0);
  const fence = "`".repeat(longest + 1);
  const padding = longest > 0 ? " " : "";
  return `${fence}${padding}${inner}${padding}${fence}`;
}

/** Text in which nothing is a mark. An underline opens what only one behind a word can close. */
function text(of: string): string {
  const line = shownOnLine(of).trim();
  return line.replaceAll(/[\\`*[\]<&~]|_(?=_*(?!\w))/g, "\\$&");
}
