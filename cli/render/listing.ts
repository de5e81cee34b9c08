/** Lists of what is built in. */
import type { Catalogue } from "../catalogue.ts";
import type { Terminal } from "../terminal.ts";
import { count } from "./numbers.ts";
import { painter, type Paint } from "./paint.ts";
import { wrap } from "./wrap.ts";

export const topics = ["scenarios", "specs", "patches", "procedures"] as const;
export type Topic = (typeof topics)[number];

/** One thing that can be named, what it is, and what else is worth knowing of it. */
interface Entry {
  readonly name: string;
  readonly title: string;
  readonly notes: readonly string[];
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
    const width = Math.max(...entries.map((each) => each.name.length));
    const lines = entries.map((entry) => renderEntry(entry, width, terminal, paint));
    const heading = `${topic} (${entries.length})`;
    return [...(wanted.length > 1 ? [paint("bold", heading)] : []), ...lines].join("\n");
  });
  return lists.join("\n\n");
}

/** Yields the same as JSON: plain data, without the functions. */
export function listingAsJson(catalogue: Catalogue, wanted: readonly Topic[]): object {
  const { scenarios, specs, patches, procedures } = catalogue;
  const all: Record<Topic, object> = {
    scenarios: scenarios.map(({ name, title, expected }) => ({ name, title, expected })),
    specs: specs.map(({ property: { id, claim, source }, witness, brokenBy }) => {
      return { id, claim, source, witness: witness.id, brokenBy };
    }),
    patches: patches.map(({ id, bug, title, mechanism, source, scenario, caughtBy }) => {
      return { id, bug, title, mechanism, source, scenario, caughtBy };
    }),
    procedures: procedures.map(({ name, source, steps }) => {
      return { name, source, steps: steps.map((each) => each.label) };
    }),
  };
  return Object.fromEntries(wanted.map((topic) => [topic, all[topic]]));
}

function entriesOf({ scenarios, specs, patches, procedures }: Catalogue, topic: Topic): Entry[] {
  switch (topic) {
    case "scenarios":
      return scenarios.map(({ name, title, expected }) => {
        if (expected === null) return { name, title, notes: ["as far as memory goes"] };
        const finding = expected.finding === null ? "" : ` (finding ${expected.finding})`;
        const states = `${expected.outcome}${finding}, ${count(expected.states)} states`;
        return { name, title, notes: [states] };
      });
    case "specs":
      return specs.map(({ property }) => ({ name: property.id, title: property.claim, notes: [] }));
    case "patches":
      return patches.map(({ id, bug, title, scenario, caughtBy }) => ({
        name: id,
        title,
        notes: [`${bug === null ? "" : `bug ${bug}, `}in ${scenario}, caught by ${caughtBy}`],
      }));
    case "procedures":
      return procedures.map(({ name, source, steps }) => ({
        name,
        title: source,
        notes: steps.map((each) => each.label),
      }));
  }
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
