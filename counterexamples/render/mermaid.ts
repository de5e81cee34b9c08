/** A Mermaid sequence diagram: a participant a process, a note a step. */
import { actorName, type Story } from "../story.ts";

/** Text that Mermaid takes as it is: no semicolon ends the line, and no hash begins an entity. */
function plain(text: string): string {
  return text
    .replaceAll("#", "#35;")
    .replaceAll(/(?<!#35);/g, "#59;")
    .replaceAll("<", "#lt;")
    .replaceAll(">", "#gt;")
    .replaceAll("\n", " ");
}

/** Yields the diagram. Wherever another process takes over, an arrow leads there. */
export function renderMermaid({ trace, actors, steps }: Story): string {
  const lines = actors.map(
    (actor, index) => `  participant P${index} as ${plain(actorName(actor))}`,
  );
  for (const [index, { number, actor, parts, changes }] of steps.entries()) {
    const before = steps[index - 1]?.actor ?? actor;
    if (before !== actor) lines.push(`  P${before} -->> P${actor}: `);
    const done = parts.map(plain).join("<br/>");
    const changed = changes.map(({ path, text }) => plain(`${path}: ${text}`));
    lines.push(`  Note over P${actor}: ${[`${number}. ${done}`, ...changed].join("<br/>")}`);
  }
  const last = steps.at(-1)?.actor ?? 0;
  if (actors.length > 0) lines.push(`  Note over P${last}: ${plain(trace.property)} is violated`);
  return ["sequenceDiagram", ...lines, ""].join("\n");
}
