/** `drmcheck list`: what is built in, and what the options of `check` can name. */
import process from "node:process";
import type { Argv, CommandModule, Options } from "yargs";
import { loadCatalogue } from "../catalogue.ts";
import { HOLDS } from "../exit-status.ts";
import { emitJson, reserveStdout } from "../json-output.ts";
import { listingAsJson, renderListing, topics, type Topic } from "../render/listing.ts";
import { terminalOf } from "../terminal.ts";

interface ListArguments {
  readonly topic?: Topic | undefined;
  readonly json: boolean;
}

/** The options of `list`. */
export const listOptions: Readonly<Record<string, Options>> = {
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
    .example(
      "$0 list procedures",
      "the modelled kernel functions and their steps, for --without",
    ) as unknown as Argv<ListArguments>;
}

export const listCommand: CommandModule<object, ListArguments> = {
  command: "list [topic]",
  describe: "List scenarios, specs, patches or procedures",
  builder,
  handler: async ({ topic, json }) => {
    if (json) reserveStdout();
    const catalogue = await loadCatalogue();
    const wanted = topic === undefined ? topics.filter((each) => each !== "procedures") : [topic];
    if (json) emitJson(listingAsJson(catalogue, wanted));
    else {
      const terminal = terminalOf(process.stdout, process.env);
      process.stdout.write(`${renderListing(catalogue, wanted, terminal)}\n`);
    }
    process.exitCode = HOLDS;
  },
};
