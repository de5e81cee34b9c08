/** `drmcheck to-test`: saves a trace as a test. */
import process from "node:process";
import type { Argv, CommandModule, Options } from "yargs";
import { HOLDS } from "../exit-status.ts";
import { refuseEmpty } from "../refuse-empty.ts";
import { refuseTwins } from "../refuse-twins.ts";
import { writeTestFile } from "../test-file.ts";

interface ToTestArguments {
  readonly file: string;
  readonly fixed: boolean;
  readonly out?: string | undefined;
}

/** The options of `to-test`. */
export const toTestOptions: Readonly<Record<string, Options>> = {
  fixed: {
    type: "boolean",
    default: false,
    defaultDescription: "no",
    describe: "Assert that the violation is gone",
  },
  out: {
    type: "string",
    requiresArg: true,
    describe: "The file of the test",
    defaultDescription: "the name of the trace, with .test.ts",
  },
};

function builder(yargs: Argv): Argv<ToTestArguments> {
  return yargs
    .usage("$0 to-test <file>\n\nWrites a vitest file that replays a saved trace.")
    .positional("file", { type: "string", describe: "The file of a trace", demandOption: true })
    .options(toTestOptions)
    .example("$0 to-test traces/x.json", "the bug is still there")
    .example("$0 to-test traces/x.json --fixed", "and is not to come back")
    .epilogue(
      "The test reads the trace where it lies now, and whatever modules it names.",
    ) as unknown as Argv<ToTestArguments>;
}

export const toTestCommand: CommandModule<object, ToTestArguments> = {
  command: "to-test <file>",
  describe: "Save a trace as a test",
  builder,
  handler: async (given) => {
    refuseTwins(given, toTestOptions);
    const { file, fixed } = given;
    refuseEmpty([file, given.out ?? "-"]);
    const out = given.out ?? file.replace(/(?:\.json)?$/, ".test.ts");
    process.stdout.write(`${await writeTestFile({ file, out, fixed })}\n`);
    process.exitCode = HOLDS;
  },
};
