/** `drmcheck explain`: says why a saved trace goes wrong. */
import process from "node:process";
import type { Argv, CommandModule, Options } from "yargs";
import { explainTrace } from "../explain-trace.ts";
import { reserveStdout } from "../json-output.ts";
import { refuseEmpty } from "../refuse-empty.ts";
import { refuseTwins } from "../refuse-twins.ts";

interface ExplainArguments {
  readonly file: string;
  readonly json: boolean;
}

/** The options of `explain`. */
export const explainOptions: Readonly<Record<string, Options>> = {
  json: {
    type: "boolean",
    default: false,
    defaultDescription: "no",
    describe: "Print one JSON document",
  },
};

function builder(yargs: Argv): Argv<ExplainArguments> {
  return yargs
    .usage("$0 explain <file>\n\nSays why the run of a saved trace goes wrong.")
    .positional("file", { type: "string", describe: "The file of a trace", demandOption: true })
    .options(explainOptions)
    .example("$0 check --patch O11 --save traces", "writes a trace")
    .example("$0 explain traces/x.json", "explains it")
    .epilogue(
      "Steps that the violation does not come from are greyed out. Below the steps: who held the " +
        "references on what was blamed; the nearest runs that pass, with two steps in the other " +
        "order or one pick that went another way; and the point of no return, the last step up " +
        "to which some run still comes to rest without the violation.",
    ) as unknown as Argv<ExplainArguments>;
}

export const explainCommand: CommandModule<object, ExplainArguments> = {
  command: "explain <file>",
  describe: "Say why a saved trace goes wrong",
  builder,
  handler: async (given) => {
    refuseTwins(given, explainOptions);
    if (given.json) reserveStdout();
    refuseEmpty([given.file]);
    process.exitCode = await explainTrace(given);
  },
};
