/** Lists of what is built in. */
import type { Catalogue, Scenario } from "../catalogue.ts";
import { boundsChoices, configurationsOf, withBounds } from "../selection.ts";
import type { Terminal } from "../terminal.ts";
import { count } from "./numbers.ts";
import { painter, type Paint } from "../../counterexamples/render/paint.ts";
import { wrap } from "../../counterexamples/render/wrap.ts";

export const topics = ["scenarios", "specs", "patches", "procedures"] as const;
export type Topic = (typeof topics)[number];

/** One thing that can be named, what it is, and what else is worth knowing of it. */
interface Entry {
  readonly name: string;
  readonly title: string;
  readonly notes: readonly string[];
  /** What it is listed under; null: under nothing. */
  readonly group: string | null;
}

/** Yields the lists of `wanted`, a heading over each when there are several. */
export function renderListing(
  catalogue: Catalogue,
  wanted: readonly Topic[],
  terminal: Terminal,
): string {
  const paint = painter(terminal.colours);
  const lists = wanted.map((topic) => {
    const entries = entriesOf(catalogue, topic);
    const width = Math.max(0, ...entries.map((each) => each.name.length));
    const lines = entries.flatMap((entry, index) => [
      ...(entry.group === (entries[index - 1]?.group ?? null)
        ? []
        : [paint("bold", entry.group ?? "")]),
      renderEntry(entry, width, terminal, paint),
    ]);
    if (lines.length === 0) lines.push("  none");
    const heading = `${topic} (${entries.length})`;
    return [...(wanted.length > 1 ? [paint("bold", heading)] : []), ...lines].join("\n");
  });
  return lists.join("\n\n");
}

/** Yields the same as JSON: plain data, without the functions. */
export function listingAsJson(catalogue: Catalogue, wanted: readonly Topic[]): object {
  const { scenarios, specs, patches, procedures } = catalogue;
  const all: Record<Topic, object> = {
    scenarios: scenarios.map(({ name, configuration, bounds, title, expected, shows, parts }) => {
      return { name, configuration, bounds, title, expected, shows, parts };
    }),
    specs: specs.map(({ property: { id, claim, source }, witness, brokenBy }) => {
      return { id, claim, source, witness: witness.id, brokenBy };
    }),
    patches: patches.map(({ id, bug, year, title, mechanism, source, scenario, caughtBy }) => {
      return { id, bug, year, title, mechanism, source, scenario, caughtBy };
    }),
    procedures: procedures.map(({ name, source, steps }) => {
      return { name, source, steps: steps.map((each) => each.label) };
    }),
  };
  return Object.fromEntries(wanted.map((topic) => [topic, all[topic]]));
}

function entriesOf(catalogue: Catalogue, topic: Topic): Entry[] {
  const { specs, patches, procedures } = catalogue;
  const group = null;
  switch (topic) {
    case "scenarios":
      return configurationsOf(catalogue).flatMap((each) => scenariosIn(catalogue, each));
    case "specs":
      return specs.map(({ property: { id, claim, source }, witness, brokenBy }) => {
        const notes = [`${source}; witness ${witness.id}`, `violated by ${brokenBy.join(", ")}`];
        return { name: id, title: claim, notes, group };
      });
    case "patches":
      return patches.map(({ id, bug, title, scenario, caughtBy }) => {
        const bugged = bug === null ? "" : `bug ${bug}, `;
        return {
          name: id,
          title,
          notes: [`${bugged}in ${scenario}, caught by ${caughtBy}`],
          group,
        };
      });
    case "procedures":
      return procedures.map(({ name, source, steps }) => {
        return { name, title: source, notes: steps.map((each) => each.label), group };
      });
  }
}

/** The scenarios of a configuration under its name and how many of each bounds there are. */
function scenariosIn(catalogue: Catalogue, configuration: string): Entry[] {
  const own = catalogue.scenarios.filter((each) => each.configuration === configuration);
  const amounts = boundsChoices.flatMap((bounds) => {
    const amount = withBounds(own, bounds).length;
    return bounds === "all" || amount === 0 ? [] : [`${amount} ${bounds}`];
  });
  const group = `${configuration}: ${amounts.join(", ")}`;
  return own.map((each) => ({ name: each.name, title: each.title, notes: [noteOf(each)], group }));
}

function noteOf({ bounds, expected }: Scenario): string {
  if (expected === null) return `${bounds}: nobody has seen its end yet`;
  const finding = expected.finding === null ? "" : ` (finding ${expected.finding})`;
  return `${bounds}: ${expected.outcome}${finding}, ${count(expected.states)} states`;
}

function renderEntry(
  { name, title, notes }: Entry,
  names: number,
  { rowWidth: width }: Terminal,
  paint: Paint,
): string {
  const line = wrap(`  ${name.padEnd(names)}  `, title, width);
  const first = `  ${paint("cyan", name)}${line.slice(name.length + 2)}`;
  const indent = " ".repeat(names + 4);
  return [first, ...notes.map((each) => paint("dim", wrap(indent, each, width)))].join("\n");
}
