/** `drmcheck minimise`: finds the plainest run to the violation that a saved trace shows. */
import process from "node:process";
import type { Argv, CommandModule, Options } from "yargs";
import type { CheckWords } from "../../checker/trace.ts";
import { minimiseTrace, type MinimiseRequest } from "../minimise-trace.ts";
import { parseDuration } from "../quantities.ts";
import { refuseEmpty } from "../refuse-empty.ts";
import { refuseTwins } from "../refuse-twins.ts";
import { reserveStdout } from "../json-output.ts";
import { UsageError } from "../usage-error.ts";
import { changeOptions } from "./check.ts";

interface MinimiseArguments extends Omit<CheckWords, "what"> {
  readonly file?: string | undefined;
  readonly scenario?: string | undefined;
  readonly "elapsed-max": string;
  readonly out?: string | undefined;
  readonly json: boolean;
}

const ofScenario = "Instead of a file:";

/** The options of `minimise`. */
export const minimiseOptions: Readonly<Record<string, Options>> = {
  scenario: {
    type: "string",
    requiresArg: true,
    describe: "Search this scenario, or the module at this path, for a violation first",
    group: ofScenario,
  },
  ...changeOptions(ofScenario),
  "elapsed-max": {
    type: "string",
    requiresArg: true,
    default: "1m",
    describe: "Look no longer than this: 30s, 2m",
  },
  out: {
    type: "string",
    requiresArg: true,
    describe: "Write the trace into this file",
    defaultDescription: "the name of the file, with .min.json",
  },
  json: {
    type: "boolean",
    default: false,
    defaultDescription: "no",
    describe: "Print one JSON document",
  },
};

function builder(yargs: Argv): Argv<MinimiseArguments> {
  return yargs
    .usage("$0 minimise [file]\n\nFinds the plainest run to the violation that a trace shows.")
    .positional("file", { type: "string", describe: "The file of a trace" })
    .options(minimiseOptions)
    .example("$0 minimise traces/x.json", "writes traces/x.min.json")
    .example("$0 minimise --scenario C5-handles --patch O15", "searches it first")
    .epilogue(
      "Plainest: the fewest context switches; of those runs, the fewest processes; of those, " +
        "the fewest different actions; then the fewest objects, cells in use at once, operations " +
        "and injected failures of a scenario, which is made smaller for it; and last, the " +
        "fewest steps. First, all that can be is left out of the " +
        "trace that is there; then all plainer runs are searched. What was searched to the end " +
        "is proved, the rest is the best that was found.\n\n" +
        "Exit status: 0 all of it is proved, or nothing is violated; 2 wrong usage, or the trace " +
        "does not replay; 3 the time ran out, or Ctrl-C: what was found until then is written.",
    ) as unknown as Argv<MinimiseArguments>;
}

export const minimiseCommand: CommandModule<object, MinimiseArguments> = {
  command: "minimise [file]",
  describe: "Make a saved trace as plain as can be",
  builder,
  handler: async (given) => {
    refuseTwins(given, minimiseOptions);
    if (given.json) reserveStdout();
    const { json, out = null } = given;
    const from = sourceOf(given);
    const elapsedMsMax = parseDuration("--elapsed-max", given["elapsed-max"]);
    process.exitCode = await minimiseTrace({ from, out, elapsedMsMax, json });
  },
};

/** Reads where the trace comes from. */
function sourceOf({ file, scenario, ...given }: MinimiseArguments): MinimiseRequest["from"] {
  const { patch, without, spec, drop, out = "-" } = given;
  const changes = [...patch, ...without, ...spec, ...drop];
  refuseEmpty([file ?? "-", scenario ?? "-", out, ...changes]);
  if (file !== undefined && (scenario !== undefined || changes.length > 0)) {
    throw new UsageError("a trace says what it is of: --scenario and the like go without a file");
  }
  if (file !== undefined) return { file };
  if (scenario !== undefined) return { search: { what: scenario, patch, without, spec, drop } };
  throw new UsageError("name the file of a trace, or a scenario to search with --scenario");
}
