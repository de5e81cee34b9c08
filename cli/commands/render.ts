/** `drmcheck render`: shows a saved trace in another form. */
import process from "node:process";
import type { Argv, CommandModule, Options } from "yargs";
import { refuseEmpty } from "../refuse-empty.ts";
import { refuseTwins } from "../refuse-twins.ts";
import { formats, renderTrace, type Format } from "../render-trace.ts";

interface RenderArguments {
  readonly file: string;
  readonly format: Format;
  readonly out?: string | undefined;
}

/** The options of `render`. */
export const renderOptions: Readonly<Record<string, Options>> = {
  format: {
    type: "string",
    requiresArg: true,
    choices: formats,
    default: "lanes",
    describe: "What to show it as",
  },
  out: {
    type: "string",
    requiresArg: true,
    describe: "Write it into this file",
    defaultDescription: "standard output",
  },
};

function builder(yargs: Argv): Argv<RenderArguments> {
  return yargs
    .usage("$0 render <file>\n\nShows a saved trace as lanes, as a page, or for another tool.")
    .positional("file", { type: "string", describe: "The file of a trace", demandOption: true })
    .options(renderOptions)
    .example("$0 render traces/x.json", "lanes: one column a process")
    .example("$0 render x.json --format html --out x.html", "a page to step through")
    .example("$0 render traces/x.json --format markdown", "for a mail or a pull request")
    .example("$0 render x.json --format dot | dot -Tsvg > x.svg", "a graph, with graphviz")
    .epilogue(
      "lanes: for a terminal; html: a page that stands alone, with the state at each step, who " +
        "held what, and the explanation if the trace replays; markdown: a list with a Mermaid " +
        "diagram; mermaid: the diagram alone; dot: a graph for graphviz; itf: the trace format " +
        "of Apalache and Quint; json: the trace as check --save writes it.",
    ) as unknown as Argv<RenderArguments>;
}

export const renderCommand: CommandModule<object, RenderArguments> = {
  command: "render <file>",
  describe: "Show a saved trace in another form",
  builder,
  handler: async (given) => {
    refuseTwins(given, renderOptions);
    const { file, format, out } = given;
    refuseEmpty([file, out ?? "-"]);
    await renderTrace({ file, format, out: out ?? null });
    process.exitCode = 0;
  },
};
