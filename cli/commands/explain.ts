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
  readonly brief: boolean;
}

/** The options of `explain`. */
export const explainOptions: Readonly<Record<string, Options>> = {
  brief: {
    type: "boolean",
    default: false,
    defaultDescription: "no",
    describe: "Show only the steps that tell the bug, and name the others",
  },
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
      "First it says what goes wrong, which put was one too many or is missing, which two steps " +
        "raced, which runs nearby pass, and from which step on none does. Then come the steps: " +
        "those with a hollow dot are not what the violation comes from. Below them: who held " +
        "what is to blame.",
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
