/** `drmcheck bugs`: puts published bugs back, and says which of them the specs catch. */
import process from "node:process";
import type { Argv, CommandModule, Options } from "yargs";
import { checkBugs, type BugArguments } from "../bug-runs.ts";
import { refuseEmpty } from "../refuse-empty.ts";
import { refuseTwins } from "../refuse-twins.ts";

/** The options of `bugs`. */
export const bugsOptions: Readonly<Record<string, Options>> = {
  json: {
    describe: "Print one JSON document",
    type: "boolean",
    default: false,
    defaultDescription: "no",
  },
};

function builder(yargs: Argv): Argv<BugArguments> {
  return yargs
    .usage("$0 bugs [ids...]\n\nPuts published bugs back, and says what catches each of them.")
    .positional("ids", {
      type: "string",
      array: true,
      default: [] as string[],
      describe: "Bugs, by id or by the id of their patch",
      defaultDescription: "all",
    })
    .options(bugsOptions)
    .example("$0 bugs", "all of them, in a table")
    .example("$0 bugs O08", "one, with the shortest trace to it")
    .example("$0 bugs O08 O11 --json", "some, for a script, with their traces")
    .epilogue(
      "Each is checked in the scenario that its patch names, by every spec and the deadlock " +
        "check.\n\nExit status: 0 all were caught by the properties that should catch them; " +
        "1 one was not; 2 wrong usage or a broken model; 3 some were not run, after Ctrl-C.",
    ) as unknown as Argv<BugArguments>;
}

export const bugsCommand: CommandModule<object, BugArguments> = {
  command: "bugs [ids...]",
  describe: "Put published bugs back, and see them caught",
  builder,
  handler: async (given) => {
    refuseTwins(given, bugsOptions);
    // Words behind `--` are ids too.
    const ids = [...given.ids, ...given._.slice(1).map(String)];
    refuseEmpty(ids);
    process.exitCode = await checkBugs({ ...given, ids });
  },
};
