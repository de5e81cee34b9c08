/** `drmcheck list`: what is built in, and what the options of `check` can name. */
import process from "node:process";
import type { Argv, CommandModule, Options } from "yargs";
import { loadCatalogue } from "../catalogue.ts";
import { HOLDS } from "../exit-status.ts";
import { emitJson, reserveStdout } from "../json-output.ts";
import { listingAsJson, renderListing, topics, type Topic } from "../render/listing.ts";
import { refuseTwins } from "../refuse-twins.ts";
import { boundsChoices, withBounds, type BoundsChoice } from "../selection.ts";
import { terminalOf } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";

interface ListArguments {
  readonly topic?: Topic | undefined;
  readonly bounds?: BoundsChoice | undefined;
  readonly json: boolean;
}

/** The options of `list`. */
export const listOptions: Readonly<Record<string, Options>> = {
  bounds: {
    describe: "Only scenarios of these bounds",
    type: "string",
    requiresArg: true,
    choices: boundsChoices,
    defaultDescription: "all",
  },
  json: {
    describe: "Print one JSON document",
    type: "boolean",
    default: false,
    defaultDescription: "no",
  },
};

function builder(yargs: Argv): Argv<ListArguments> {
  return yargs
    .usage("$0 list [topic]\n\nShows what is built in.")
    .positional("topic", { describe: "Left out, all but procedures", choices: topics })
    .options(listOptions)
    .example("$0 list", "scenarios, specs and patches")
    .example("$0 list scenarios --bounds standard", "scenarios that take minutes")
    .example(
      "$0 list procedures",
      "the modelled kernel functions and their steps, for --without",
    ) as unknown as Argv<ListArguments>;
}

export const listCommand: CommandModule<object, ListArguments> = {
  command: "list [topic]",
  describe: "List scenarios, specs, patches or procedures",
  builder,
  handler: async (given) => {
    refuseTwins(given, listOptions);
    const { topic, bounds = "all", json } = given;
    if (bounds !== "all" && topic !== undefined && topic !== "scenarios") {
      throw new UsageError(`--bounds chooses scenarios, and ${topic} have none`);
    }
    if (json) reserveStdout();
    const all = await loadCatalogue();
    const catalogue = { ...all, scenarios: withBounds(all.scenarios, bounds) };
    const wanted = topic === undefined ? topics.filter((each) => each !== "procedures") : [topic];
    if (json) emitJson(listingAsJson(catalogue, wanted));
    else {
      const terminal = terminalOf(process.stdout, process.env);
      process.stdout.write(`${renderListing(catalogue, wanted, terminal)}\n`);
    }
    process.exitCode = HOLDS;
  },
};
