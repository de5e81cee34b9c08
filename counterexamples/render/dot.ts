/**
 * A graph for graphviz: a box a step, below each other in the order of time, and beside each other
 * by process.
 */
import { actorName, isNameless, type Story, type StoryStep } from "./story.ts";
import { fitLines, fitFewLines } from "./fit-lines.ts";

/** Columns of a box. */
const width = 76;

interface Colour {
  readonly line: string;
  readonly box: string;
}

/** Those of processes; after the last one they begin again. */
const colours: readonly Colour[] = [
  { line: "#0b57b0", box: "#e3eefc" },
  { line: "#9a4300", box: "#fdebda" },
  { line: "#6f2da8", box: "#f1e6fb" },
  { line: "#0d6632", box: "#e0f3e7" },
  { line: "#a1144b", box: "#fce4ed" },
  { line: "#00636b", box: "#dcf2f4" },
];

const grey: Colour = { line: "#5a6270", box: "#f5f6f8" };
const red: Colour = { line: "#b3122b", box: "#fde8ea" };

/** Yields the graph: solid edges in the order of time, dotted ones along each process. */
export function renderDot(story: Story): string {
  const { trace, steps } = story;
  const sans = 'fontname="Helvetica,Arial,sans-serif"';
  const last = steps.at(-1);
  const title = labelOf(["b", fitLines(trace.system, width)]);
  const violated = `${trace.property} is violated`;
  const claim = labelOf(
    ["b", fitLines(violated, width)],
    [null, fitLines(`${trace.claim}.`, width)],
  );
  return [
    "digraph trace {",
    `  graph [label=${title}, labelloc=t, ${sans}, ranksep=0.3];`,
    `  node [shape=box, style="rounded,filled", ${sans}, fontsize=11];`,
    `  edge [color="${grey.line}", arrowsize=0.7];`,
    ...heads(story),
    ...steps.map((step, index) => box(step, steps[index - 1], story)),
    `  violated [label=${claim}, ${laneOf(last?.actor ?? 0, red)}, penwidth=2];`,
    ...steps.slice(1).map(({ number }) => `  s${number - 1} -> s${number};`),
    ...(last === undefined ? [] : [`  s${last.number} -> violated [color="${red.line}"];`]),
    ...lanes(story),
    "}",
    "",
  ].join("\n");
}

/** The processes beside each other, in the order in which they come. */
function heads(story: Story): string[] {
  if (isNameless(story)) return [];
  const { actors } = story;
  const names = actors.map((actor, index) => {
    const label = labelOf(["b", fitLines(actorName(actor), 28)]);
    return `  p${index} [label=${label}, ${laneOf(index, colourOf(index))}, shape=plaintext];`;
  });
  const ids = actors.map((_, index) => `p${index}`).join(" -> ");
  const order = actors.length > 1 ? `${ids} [style=invis];` : `${ids};`;
  return [...names, `  { rank=same; ${order} }`];
}

const colourOf = (actor: number): Colour => colours[actor % colours.length] ?? grey;

/** Boxes of one group stand below each other. */
const laneOf = (actor: number, { line, box: fill }: Colour): string =>
  `group=g${actor}, color="${line}", fillcolor="${fill}"`;

/** A step. Heads of lanes are far away: it says whose it is where another process took over. */
function box(step: StoryStep, before: StoryStep | undefined, story: Story): string {
  const { number, actor, parts, changes } = step;
  const colour = colourOf(actor);
  const who = story.actors[actor];
  const isNew = who !== undefined && before?.actor !== actor && !isNameless(story);
  const name = isNew ? fitLines(actorName(who), width) : [];
  const does = parts.flatMap((part, index) =>
    fitLines(index === 0 ? `${number}. ${part}` : part, width),
  );
  const changed = changes.flatMap(({ path, text }) => fitFewLines(`${path}: ${text}`, width));
  const label = labelOf([`font color="${colour.line}"`, name], ["b", does], [null, changed]);
  return `  s${number} [label=${label}, ${laneOf(actor, colour)}];`;
}

/** From the head of each process to its first step, and on, where other steps lie between. */
function lanes(story: Story): string[] {
  const { actors, steps } = story;
  return actors.flatMap((_, index) => {
    const own = steps.filter(({ actor }) => actor === index).map(({ number }) => number);
    const color = `color="${colourOf(index).line}"`;
    const style = `[style=dotted, arrowhead=none, ${color}]`;
    const first = isNameless(story) ? [] : [`  p${index} -> s${own[0] ?? 0} ${style};`];
    const others = own.slice(1).flatMap((number, position) => {
      const before = own[position] ?? 0;
      return before === number - 1 ? [] : [`  s${before} -> s${number} ${style};`];
    });
    return [...first, ...others];
  });
}

/** Lines in an element of graphviz's own markup; null: in none. */
type Row = readonly [element: string | null, lines: readonly string[]];

/** A label in that markup. Rows without lines are left out. */
function labelOf(...rows: readonly Row[]): string {
  const cells = rows.flatMap(([element, lines]) => {
    const [name = ""] = element?.split(" ") ?? [];
    const styled = lines.map((line) =>
      element === null ? plain(line) : `<${element}>${plain(line)}</${name}>`,
    );
    const text = styled.join("<br/>");
    return lines.length === 0 ? [] : [`<tr><td align="left" balign="left">${text}</td></tr>`];
  });
  return `<<table border="0" cellspacing="0" cellpadding="1">${cells.join("")}</table>>`;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/** Text as it is in that markup. Spaces at the beginning would be lost. */
function plain(text: string): string {
  const escaped = text.replaceAll(/[&<>"]/g, (each) => entities[each] ?? "");
  return escaped.replace(/^ +/, (spaces) => "&#160;".repeat(spaces.length));
}
