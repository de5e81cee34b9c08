/** Traces as files: JSON with a line a step, so that a difference shows which step has changed. */
import type { Json } from "../checker/json.ts";
import type { Trace } from "../checker/trace.ts";

/** Why a text is no trace, in one sentence. */
export class NoTrace extends Error {
  override readonly name = "NoTrace";
}

/** In the order in which files have them; the steps come last. */
const headKeys = [
  "format",
  "version",
  "system",
  "scenario",
  "patches",
  "without",
  "drop",
  "words",
  "seed",
  "property",
  "claim",
  "initial",
] as const satisfies readonly (keyof Trace)[];

/** Yields a trace as text that `parseTrace` reads. */
export function traceText({ steps, ...head }: Trace): string {
  const lines = headKeys.map((key) => `  ${JSON.stringify(key)}: ${JSON.stringify(head[key])},`);
  const taken = steps.map((step) => `    ${JSON.stringify(step)}`).join(",\n");
  return ["{", ...lines, '  "steps": [', taken, "  ]", "}", ""].join("\n");
}

const isText = (value: unknown): boolean => typeof value === "string";
const isTextOrNull = (value: unknown): boolean => value === null || isText(value);
const isList = (value: unknown): value is unknown[] => Array.isArray(value);
const isTexts = (value: unknown): boolean => isList(value) && value.every(isText);
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !isList(value);

/** No state has as many elements in one place as this. */
const indexMax = 100_000;

/** Whether a text may be the path of a leaf, such as `vmas[0].pages`. */
const isPath = (value: unknown): boolean =>
  typeof value === "string" &&
  [...value.matchAll(/\[(\d+)\]/g)].every(([, index]) => Number(index) < indexMax);

/** By key: what must stand there. */
type Shape = Readonly<Record<string, (value: unknown) => boolean>>;

const wordsShape: Shape = {
  what: isText,
  patch: isTexts,
  without: isTexts,
  spec: isTexts,
  drop: isTexts,
};

const headShape: Shape = {
  system: isText,
  scenario: isTextOrNull,
  patches: isTexts,
  without: isTexts,
  drop: isTexts,
  words: (value) => value === null || misfit(value, wordsShape) === null,
  seed: (value) => value === null || typeof value === "number",
  property: isText,
  claim: isText,
  initial: isRecord,
  steps: isList,
};

const stepShape: Shape = {
  action: isText,
  choice: (value) => value !== undefined,
  chosen: isList,
  process: isTextOrNull,
  label: isTextOrNull,
  source: isTextOrNull,
  changes: (value) =>
    isList(value) && value.every((each) => isRecord(each) && isPath(each["path"])),
  reads: isTexts,
  writes: isTexts,
};

/** The first key of a shape that does not fit; null: all do. */
function misfit(value: unknown, shape: Shape): string | null {
  if (!isRecord(value)) return "";
  return Object.entries(shape).find(([key, fits]) => !fits(value[key]))?.[0] ?? null;
}

/** Reads a trace. Throws NoTrace. */
export function parseTrace(text: string): Trace {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new NoTrace(`it is not JSON: ${why}`);
  }
  if (!isRecord(found) || found["format"] !== "drmcheck trace") {
    throw new NoTrace('it is no trace: its "format" is not "drmcheck trace"');
  }
  const { version } = found;
  if (version !== 1 && version !== 2 && version !== 3) {
    throw new NoTrace(
      `it has version ${JSON.stringify(version)} of the format; 1, 2 and 3 are known`,
    );
  }
  const trace = version === 3 ? found : upgraded(found, version);
  const key = misfit(trace, headShape);
  if (key !== null) throw new NoTrace(`its "${key}" is missing, or not what a trace has there`);
  for (const [index, step] of (trace["steps"] as Json[]).entries()) {
    const wrong = misfit(step, stepShape);
    if (wrong === null) continue;
    if (wrong === "") throw new NoTrace(`step ${index + 1} is no step: it is no record`);
    throw new NoTrace(`"${wrong}" of step ${index + 1} is missing, or not what a trace has there`);
  }
  return trace as unknown as Trace;
}

/** The same trace as version 3 has it. */
function upgraded(found: Record<string, unknown>, version: 1 | 2): Record<string, unknown> {
  // Version 1 did not say how the command line was worded, and version 2 had no smaller scenarios.
  const words = version === 1 ? null : found["words"];
  const drop: unknown = [];
  return { ...found, version: 3, drop, words: isRecord(words) ? { ...words, drop } : words };
}

/** Yields a name for the file of a trace: "C1-move-O11.no-use-after-free.json". */
export function traceFileName({ system, property }: Pick<Trace, "system" | "property">): string {
  const slug = (text: string): string =>
    text.replaceAll(/[^\w-]+/g, "-").replaceAll(/^-+|-+$/g, "") || "trace";
  return `${slug(system)}.${slug(property)}.json`;
}
