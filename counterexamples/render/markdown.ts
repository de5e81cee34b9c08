/** Markdown for mailing lists and pull requests: the steps as a list, and a diagram. */
import { actorName, type Story } from "../story.ts";
import { renderMermaid } from "./mermaid.ts";

/** Yields the page; `command` is what replays the trace. */
export function renderMarkdown(story: Story, command: string): string {
  const { trace, actors, steps } = story;
  const blocks: string[] = [];
  for (const [index, { number, actor, parts, source, changes }] of steps.entries()) {
    const who = actors[actor];
    if (who !== undefined && steps[index - 1]?.actor !== actor) {
      blocks.push(`**${actorName(who)}**\n`);
    }
    const cited = source === null ? "" : ` (${source})`;
    blocks.push(
      [
        `${number}. ${parts.map(code).join("; ")}${cited}`,
        ...changes.map(({ path, text }) => `   - ${code(`${path}: ${text}`)}`),
      ].join("\n"),
      "",
    );
  }
  return [
    `# ${trace.property} is violated after ${steps.length} steps`,
    "",
    `In ${code(trace.system)}. ${trace.claim}.`,
    "",
    `Replay: ${code(command)}`,
    "",
    "## Steps",
    "",
    ...blocks,
    "## Diagram",
    "",
    "```mermaid",
    `${renderMermaid(story)}\`\`\``,
    "",
  ].join("\n");
}

const code = (text: string): string => (text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``);
