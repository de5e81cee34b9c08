/** `drmcheck step`: walks through a scenario, a module or a trace by hand. */
import process from "node:process";
import { createInterface } from "node:readline";
import type { Argv, CommandModule, Options } from "yargs";
import { ModelError } from "../../checker/model-error.ts";
import type { CheckWords } from "../../checker/trace.ts";
import { isInitial } from "../../counterexamples/replay.ts";
import { refuseEmpty } from "../refuse-empty.ts";
import { refuseTwins } from "../refuse-twins.ts";
import { oneRunOf, openTrace, type OpenTrace } from "../saved-traces.ts";
import { StepSession } from "../step-session.ts";
import { terminalOf } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";
import { changeOptions } from "./check.ts";

/** The options of `step`. */
export const stepOptions: Readonly<Record<string, Options>> = changeOptions("Of a scenario:");

function builder(yargs: Argv): Argv<CheckWords> {
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
    .epilogue("It ends with q, or with the end of its input.") as unknown as Argv<CheckWords>;
}

export const stepCommand: CommandModule<object, CheckWords> = {
  command: "step <what>",
  describe: "Walk through a scenario or a trace by hand",
  builder,
  handler: async (given) => {
    refuseTwins(given, stepOptions);
    const changes = [...given.patch, ...given.without, ...given.spec, ...given.drop];
    refuseEmpty([given.what, ...changes]);
    const { run, trace } = await open(given, changes.length > 0);
    const terminal = terminalOf(process.stdout, process.env);
    const print = (text: string): void => void process.stdout.write(`${text}\n`);
    const session = new StepSession({ run, trace, terminal, print });
    const lines = createInterface({ input: process.stdin, output: process.stdout });
    lines.setPrompt(session.prompt);
    lines.prompt();
    for await (const line of lines) {
      try {
        if (!(await session.answer(line))) break;
      } catch (error) {
        // The walk is where it was, and can still be saved.
        if (!(error instanceof ModelError)) throw error;
        print(error.message);
      }
      lines.setPrompt(session.prompt);
      lines.prompt();
    }
    lines.close();
    process.exitCode = 0;
  },
};

async function open(
  words: CheckWords,
  isChanged: boolean,
): Promise<{ run: OpenTrace["run"]; trace: OpenTrace["trace"] | null }> {
  const { what } = words;
  if (what.endsWith(".json")) {
    if (!isChanged) return openStart(what);
    throw new UsageError("a trace says how its scenario was changed; --patch and the like do not");
  }
  return { run: await oneRunOf(words), trace: null };
}

/** Opens a trace to walk along; it has to begin where its system does. */
async function openStart(path: string): Promise<OpenTrace> {
  const opened = await openTrace(path);
  if (isInitial(opened.run.system, opened.trace.initial)) return opened;
  throw new UsageError(`${path} starts from no initial state of its system; check it anew`);
}
