/** `drmcheck minimise`: finds the plainest run to the violation that a saved trace shows. */
import process from "node:process";
import type { Argv, CommandModule, Options } from "yargs";
import { minimiseTrace } from "../minimise-trace.ts";
import { parseDuration } from "../quantities.ts";
import { refuseEmpty } from "../refuse-empty.ts";
import { refuseTwins } from "../refuse-twins.ts";
import { reserveStdout } from "../json-output.ts";

interface MinimiseArguments {
  readonly file: string;
  readonly "elapsed-max": string;
  readonly out?: string | undefined;
  readonly json: boolean;
}

/** The options of `minimise`. */
export const minimiseOptions: Readonly<Record<string, Options>> = {
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
    .usage("$0 minimise <file>\n\nFinds the plainest run to the violation that a trace shows.")
    .positional("file", { type: "string", describe: "The file of a trace", demandOption: true })
    .options(minimiseOptions)
    .example("$0 minimise traces/x.json", "writes traces/x.min.json")
    .epilogue(
      "Plainest: the fewest context switches; of those runs, the fewest " +
        "processes; of those, the fewest steps. First, steps are left out of the trace that is " +
        "there; then all runs with fewer context switches are searched. What was searched to the " +
        "end is proved, the rest is the best that was found.\n\n" +
        "Exit status: 0 all of it is proved; 2 wrong usage, or the trace does not replay; 3 the " +
        "time ran out, or Ctrl-C: what was found until then is written.",
    ) as unknown as Argv<MinimiseArguments>;
}

export const minimiseCommand: CommandModule<object, MinimiseArguments> = {
  command: "minimise <file>",
  describe: "Make a saved trace as plain as can be",
  builder,
  handler: async (given) => {
    refuseTwins(given, minimiseOptions);
    if (given.json) reserveStdout();
    const { file, json } = given;
    refuseEmpty([file, given.out ?? "-"]);
    const elapsedMsMax = parseDuration("--elapsed-max", given["elapsed-max"]);
    const out = given.out ?? file.replace(/(?:\.min)?(?:\.json)?$/, ".min.json");
    process.exitCode = await minimiseTrace({ file, out, elapsedMsMax, json });
  },
};
