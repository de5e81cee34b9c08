/**
 * docs/survivors.md, but for the breaks of its lines: the score of a mutation run, and why each
 * survivor survives.
 */
/** What the page needs of the JSON of `drmcheck mutate`. */
export interface Report {
  readonly counts: Readonly<Record<string, number>>;
  readonly score: number;
  readonly kinds: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly properties: readonly { id: string; kills: number; alone: number }[];
  readonly mutants: readonly ReportedMutant[];
}

interface ReportedMutant {
  readonly id: string;
  readonly procedure: string;
  readonly fate: string;
  readonly why: string | null;
}

const fates = ["killed", "survived", "equivalent", "broken"] as const;
const number = (value: number | undefined): string => (value ?? 0).toLocaleString("en");

/** Yields the page. */
export function survivorsPage({ counts, score, kinds, properties, mutants }: Report): string {
  const survivors = mutants.filter(({ fate }) => fate === "survived");
  const open = survivors.filter(({ why }) => why === null);
  const all = number(survivors.length);
  const explained = number(survivors.length - open.length);
  const percent = (100 * score).toFixed(1);
  const idle = properties.filter(({ kills }) => kills === 0).map(({ id }) => id);
  return [
    "# Survivors",
    "What `drmcheck mutate` found of the specs: [report.md](report.md) says how it works and " +
      "what the words mean. A mutant that survives changes nothing that matters, for a reason " +
      "given here, or is a hole in the specs or in the scenarios.",
    "The run was of all quick scenarios that hold, with the usual number of states a mutant; the " +
      "procedures of C11, which need more, came first: `drmcheck mutate C11 --states-max " +
      "2000000`, then `drmcheck mutate`, and `npm run survivors -- REPORT` with its JSON.",
    tableOf([
      ["mutants", ...fates],
      ...[...Object.entries(kinds), ["all", counts] as const].map(([kind, each]) => [
        kind,
        ...fates.map((fate) => number(each[fate])),
      ]),
    ]),
    `Score: ${percent} % of those that could be killed were; ` +
      `${explained} of the ${all} survivors are ` +
      "explained.",
    ...(idle.length > 0 ? [`Properties that noticed no mutant first: ${idle.join(", ")}.`] : []),
    "## Why they survive",
    ...reasonsIn(survivors),
    ...(open.length > 0 ? ["## Open", listOf(open)] : []),
  ]
    .join("\n\n")
    .concat("\n");
}

/** Each reason with its mutants; the reasons in the order of the first of them. */
function reasonsIn(survivors: readonly ReportedMutant[]): string[] {
  const reasons = new Map<string, ReportedMutant[]>();
  for (const each of survivors) {
    if (each.why === null) continue;
    reasons.set(each.why, [...(reasons.get(each.why) ?? []), each]);
  }
  return [...reasons].flatMap(([why, those]) => [why, listOf(those)]);
}

/** A swap is two pieces of code, between which a line may break. */
const listOf = (mutants: readonly ReportedMutant[]): string =>
  mutants.map(({ id }) => `- \`${id.replace(" <> ", " <>` `")}\``).join("\n");

function tableOf([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [head, head.map(() => "---"), ...rows].map(line).join("\n");
}
