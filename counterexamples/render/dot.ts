/** A graph for graphviz: a node a step, in the column of its process. */
import { actorName, type Story } from "../story.ts";

const quoted = (text: string): string =>
  `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;

/** Yields the graph: solid edges in the order of time, one group of nodes a process. */
export function renderDot({ trace, actors, steps }: Story): string {
  const lines = [
    "digraph trace {",
    `  label=${quoted(`${trace.system}: ${trace.property} is violated`)};`,
    "  labelloc=t;",
    '  node [shape=box, fontname="monospace", fontsize=10];',
    ...actors.map(
      (actor, index) =>
        `  p${index} [label=${quoted(actorName(actor))}, shape=plaintext, group=g${index}];`,
    ),
    ...(actors.length > 1
      ? [`  { rank=same; ${actors.map((_, index) => `p${index}`).join("; ")}; }`]
      : []),
  ];
  const seen = new Map<number, string>();
  for (const [index, { number, actor, parts, changes }] of steps.entries()) {
    const text = [
      `${number}. ${parts.join("\n")}`,
      ...changes.map(({ path, text: change }) => `  ${path}: ${change}`),
    ].join("\n");
    const isLast = index === steps.length - 1;
    const marks = isLast ? ", color=red, penwidth=2" : "";
    // \l ends a line that is flush left.
    const label = quoted(`${text}\n`).replaceAll("\\n", "\\l");
    lines.push(`  s${number} [label=${label}, group=g${actor}${marks}];`);
    if (index > 0) lines.push(`  s${number - 1} -> s${number};`);
    const before = seen.get(actor) ?? `p${actor}`;
    if (before !== `s${number - 1}`)
      lines.push(`  ${before} -> s${number} [style=dotted, arrowhead=none];`);
    seen.set(actor, `s${number}`);
  }
  return [...lines, "}", ""].join("\n");
}
