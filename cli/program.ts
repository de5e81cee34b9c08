/** The command line as a whole: the commands, and what happens to words that are none. */
import process from "node:process";
import yargs, { type Argv, type Options } from "yargs";
import { nearestName } from "../checker/nearest-name.ts";
import { bugsCommand, bugsOptions } from "./commands/bugs.ts";
import { checkCommand, checkOptions } from "./commands/check.ts";
import { explainCommand, explainOptions } from "./commands/explain.ts";
import { listCommand, listOptions } from "./commands/list.ts";
import { mutateCommand, mutateOptions } from "./commands/mutate.ts";
import { minimiseCommand, minimiseOptions } from "./commands/minimise.ts";
import { newCommand } from "./commands/new.ts";
import { renderCommand, renderOptions } from "./commands/render.ts";
import { replayCommand, replayOptions } from "./commands/replay.ts";
import { stepCommand, stepOptions } from "./commands/step.ts";
import { toTestCommand, toTestOptions } from "./commands/to-test.ts";
import { completer } from "./completions.ts";
import { UsageError } from "./usage-error.ts";
import { packageVersion } from "./version.ts";

const commands: readonly string[] = [
  "check",
  "list",
  "replay",
  "minimise",
  "explain",
  "render",
  "step",
  "to-test",
  "bugs",
  "mutate",
  "new",
  "completion",
];

/** Without `completion`, which nobody needs to be told. */
const commandNames = `${commands.slice(0, -2).join(", ")} or new`;

/** Those that take one file of a trace, or what stands in its place. */
const takesOne: readonly string[] = ["replay", "minimise", "explain", "render", "step", "to-test"];

const optionsBy: Readonly<Record<string, Readonly<Record<string, Options>>>> = {
  check: checkOptions,
  list: listOptions,
  replay: replayOptions,
  minimise: minimiseOptions,
  explain: explainOptions,
  render: renderOptions,
  step: stepOptions,
  "to-test": toTestOptions,
  bugs: bugsOptions,
  mutate: mutateOptions,
};

/** Yields the parser for `words`. It throws a UsageError where yargs alone would print and exit. */
export async function program(words: readonly string[]): Promise<Argv> {
  refuseMisread(words);
  const complete = await completer(words);
  return yargs(words)
    .scriptName("drmcheck")
    .locale("en")
    .parserConfiguration({
      "boolean-negation": false,
      "dot-notation": false,
      "greedy-arrays": false,
      "parse-numbers": false,
      "parse-positional-numbers": false,
    })
    .usage("$0 <command>\n\nChecks the memory lifetimes of Linux GPU drivers, exhaustively.")
    .command(checkCommand)
    .command(listCommand)
    .command(replayCommand)
    .command(minimiseCommand)
    .command(explainCommand)
    .command(renderCommand)
    .command(stepCommand)
    .command(toTestCommand)
    .command(bugsCommand)
    .command(mutateCommand)
    .command(newCommand)
    .completion("completion", "Print a script for shell completion", complete)
    .example("$0 check", "all quick built-in scenarios, in a table")
    .example("$0 check ./examples/two-phase.ts", "the systems that a module exports")
    .example("$0 bugs", "every published bug put back, and what catches it")
    .version(packageVersion())
    .demandCommand(1, `name the command first: ${commandNames} (--help tells more)`)
    .strict()
    .strictCommands()
    .wrap(Math.min(process.stdout.columns ?? 100, 100))
    .exitProcess(false)
    .fail((message: string | null, error: Error | undefined) => {
      if (error !== undefined && error.name !== "YError") throw error;
      throw new UsageError(inOurWords(error?.message ?? message ?? "wrong usage", words[0] ?? ""));
    });
}

/** Yargs would read `--json=yes` as off, though a switch is on by its presence, and drop a `-`. */
function refuseMisread(words: readonly string[]): void {
  for (const word of words) {
    if (word === "-") throw new UsageError('"-" names nothing; a module is given by its path');
    const [, name = ""] = /^--([^=]+)=/.exec(word) ?? [];
    if (!Object.values(optionsBy).some((options) => options[name]?.type === "boolean")) continue;
    throw new UsageError(`--${name} takes no value, so "${word}" means nothing`);
  }
}

/** Says what yargs found wrong, with the nearest known name where it was a name. */
function inOurWords(message: string, command: string): string {
  const [, word] = /^Unknown commands?: (.*)$/.exec(message) ?? [];
  if (word !== undefined && takesOne.includes(command)) {
    return `${command} takes one at a time, and "${word}" is one more`;
  }
  if (word !== undefined && commands.includes(command)) return `${command} takes no "${word}"`;
  if (word !== undefined) return `there is no command "${word}"; ${nearestName(word, commands)}`;
  const [, unknown] = /^Unknown arguments?: ([^,]*)/.exec(message) ?? [];
  if (unknown !== undefined) {
    const option = `--${unknown}`;
    return `there is no option ${option}; ${nearestName(option, optionsOf(command))}`;
  }
  const [, name, given, choices] =
    /Argument: (\S+), Given: "(.*?)", Choices: (.*)$/s.exec(message) ?? [];
  if (name !== undefined && given !== undefined && choices !== undefined) {
    const known = [...choices.matchAll(/"(.*?)"/g)].map(([, choice]) => choice ?? "");
    const option = name in (optionsBy[command] ?? {}) ? `--${name}` : name;
    return `${option} cannot be "${given}"; ${nearestName(given, known)}`;
  }
  if (message.startsWith("Not enough non-option arguments")) {
    if (takesOne.includes(command)) {
      return `${command} takes the file of a trace, as \`drmcheck check --save FOLDER\` writes it`;
    }
    return `${command} takes a kind and a name, as in \`drmcheck new patch my-idea\``;
  }
  return message.replace(/^Not enough arguments following: (\S+)$/, "--$1 needs a value");
}

function optionsOf(command: string): string[] {
  return [...Object.keys(optionsBy[command] ?? {}), "help", "version"].map((each) => `--${each}`);
}
