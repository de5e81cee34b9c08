/** `drmcheck step`: walks through a scenario, a module or a trace by hand. */
import process from "node:process";
import { createInterface } from "node:readline";
import type { Argv, CommandModule, Options } from "yargs";
import { refuseEmpty } from "../refuse-empty.ts";
import { refuseTwins } from "../refuse-twins.ts";
import { openTrace, runsOf, type OpenTrace } from "../saved-traces.ts";
import { StepSession } from "../step-session.ts";
import { terminalOf } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";
import { checkOptions } from "./check.ts";

interface StepArguments {
  readonly what: string;
  readonly patch: readonly string[];
  readonly without: readonly string[];
  readonly spec: readonly string[];
}

const { spec, patch, without } = checkOptions as Record<string, Options>;
const group = "Of a scenario:";

/** The options of `step`. */
export const stepOptions: Readonly<Record<string, Options>> = {
  spec: { ...spec, group },
  patch: { ...patch, group },
  without: { ...without, group },
};

function builder(yargs: Argv): Argv<StepArguments> {
  return yargs
    .usage("$0 step <what>\n\nWalks step by step: shows what is enabled, takes one, goes back.")
    .positional("what", {
      type: "string",
      describe: "A scenario, the path of a module, or the file of a trace",
      demandOption: true,
    })
    .options(stepOptions)
    .example("$0 step C1-move", "a scenario from its start")
    .example("$0 step traces/x.json", "along a trace: Enter takes its next step")
    .example("printf '1\\n1\\ns\\n' | $0 step ./my.ts", "from a script")
    .epilogue("It ends with q, or with the end of its input.") as unknown as Argv<StepArguments>;
}

export const stepCommand: CommandModule<object, StepArguments> = {
  command: "step <what>",
  describe: "Walk through a scenario or a trace by hand",
  builder,
  handler: async (given) => {
    refuseTwins(given, stepOptions);
    const changes = [...given.patch, ...given.without, ...given.spec];
    refuseEmpty([given.what, ...changes]);
    const { run, trace } = await open(given, changes.length > 0);
    const terminal = terminalOf(process.stdout, process.env);
    const print = (text: string): void => void process.stdout.write(`${text}\n`);
    const session = new StepSession({ run, trace, terminal, print });
    const lines = createInterface({ input: process.stdin, output: process.stdout });
    lines.setPrompt(session.prompt);
    lines.prompt();
    for await (const line of lines) {
      if (!session.answer(line)) break;
      lines.setPrompt(session.prompt);
      lines.prompt();
    }
    lines.close();
    process.exitCode = 0;
  },
};

async function open(
  { what, patch: patches, without: dropped, spec: specs }: StepArguments,
  isChanged: boolean,
): Promise<{ run: OpenTrace["run"]; trace: OpenTrace["trace"] | null }> {
  if (what.endsWith(".json")) {
    if (!isChanged) return openTrace(what);
    throw new UsageError("a trace says how its scenario was changed; --patch and the like do not");
  }
  const runs = await runsOf({ what, patch: patches, without: dropped, spec: specs });
  const [run] = runs;
  if (run !== undefined && runs.length === 1) return { run, trace: null };
  throw new UsageError(
    `${what} has several systems; name one of them: ${runs.map(({ name }) => name).join(", ")}`,
  );
}
