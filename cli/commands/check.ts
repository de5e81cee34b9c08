/** `drmcheck check`: explores scenarios and modules, and says whether their properties hold. */
import process from "node:process";
import type { Argv, CommandModule, Options } from "yargs";
import type { Strategy } from "../../checker/verdict.ts";
import type { CheckArguments } from "../check-arguments.ts";
import { checkRuns } from "../check-runs.ts";
import { refuseEmpty } from "../refuse-empty.ts";
import { refuseTwins } from "../refuse-twins.ts";
import { boundsByDefault, boundsChoices } from "../selection.ts";

const strategies: readonly Strategy[] = ["breadth-first", "depth-first"];

const names = {
  type: "string",
  array: true,
  requiresArg: true,
  default: [] as string[],
  defaultDescription: "none",
} as const;
const what = { ...names, group: "What to check:" } as const;
const text = { type: "string", requiresArg: true, group: "How to search:" } as const;
const flag = { type: "boolean", default: false, defaultDescription: "no" } as const;

/** The options of `check`. Quantities are texts here, since they come with units. */
export const checkOptions: Readonly<Record<string, Options>> = {
  bounds: {
    ...text,
    group: "What to check:",
    choices: boundsChoices,
    describe: "Which scenarios, when none is named or a configuration is",
    defaultDescription: boundsByDefault,
  },
  spec: { ...what, describe: "Judge only this: a spec, a property, or a module's path" },
  patch: { ...what, describe: "Apply a patch: its id, its bug, or a module's path" },
  without: { ...what, describe: 'Leave out a step: "procedure:label"' },
  drop: { ...what, describe: "Leave out an operation of a scenario, or a failure: 1.2, gpu" },
  strategy: { ...text, choices: strategies, describe: "Which states to visit first" },
  "depth-max": { ...text, describe: "Stay within this many steps" },
  "states-max": { ...text, describe: "End after this many states" },
  "elapsed-max": { ...text, describe: "End after this time: 30s, 2m, 1h30m" },
  "memory-max": { ...text, describe: "End before using more memory than this: 512M, 4G" },
  "verify-purity": { ...flag, group: "How to search:", describe: "Find recipes that are not pure" },
  save: {
    ...text,
    group: "Output:",
    describe: "Write each counterexample into this folder, for `replay`",
  },
  json: { ...flag, group: "Output:", describe: "Print one JSON document" },
  coverage: { ...flag, group: "Output:", describe: "List the steps that were not exercised" },
  strict: { ...flag, group: "Output:", describe: "Let recorded findings fail the run" },
};

/** Those of them that say which system to build, in a group of another command. */
export function changeOptions(group: string): Record<string, Options> {
  const names: readonly string[] = ["spec", "patch", "without", "drop"];
  const own = Object.entries(checkOptions).filter(([name]) => names.includes(name));
  return Object.fromEntries(own.map(([name, option]) => [name, { ...option, group }]));
}

function builder(yargs: Argv): Argv<CheckArguments> {
  return yargs
    .usage("$0 check [what...]\n\nExplores every interleaving, and says whether properties hold.")
    .positional("what", {
      ...names,
      describe: "Scenarios or configurations by name, modules by path",
      defaultDescription: "all quick scenarios",
    })
    .options(checkOptions)
    .example("$0 check", "all quick scenarios, in a table")
    .example("$0 check C1 --bounds all", "all scenarios of a configuration")
    .example("$0 check C1-move", "a scenario, whatever its bounds are")
    .example("$0 check ./examples/two-phase.ts", "the systems that a module exports")
    .example("$0 check C1-move --coverage", "and which steps of the model never ran there")
    .example("$0 check --patch O11", "put a published bug back, in its own scenario")
    .example("$0 check C1-move --drop 1.3", "without the third operation of the first thread")
    .example("$0 check ./my.ts --elapsed-max 2m", "within a bound")
    .example("$0 check ./my.ts --json | jq .status", "for a script")
    .epilogue(
      "Quick scenarios take seconds, standard ones minutes and gigabytes, and deep ones what " +
        "there is, and may end incomplete. A scenario that is named runs whatever its bounds " +
        "are; --bounds that contradict it are refused.\n\n" +
        "Exit status: 0 everything holds, and every witness was reached but for those that a " +
        "scenario declares to miss; 1 a property was violated; 2 wrong usage, a broken model, or " +
        "a scenario that deviates from what it declares; 3 nothing was violated, but a bound cut " +
        "the search or a witness was missed. A violation that is recorded as a finding counts " +
        "as 0, or as 1 with --strict.",
    ) as unknown as Argv<CheckArguments>;
}

export const checkCommand: CommandModule<object, CheckArguments> = {
  command: "check [what...]",
  describe: "Check scenarios, or the systems that a module exports",
  builder,
  handler: async (given) => {
    refuseTwins(given, checkOptions);
    // Words behind `--` are names too.
    const what = [...given.what, ...given._.slice(1).map(String)];
    refuseEmpty([...what, ...given.spec, ...given.patch, ...given.without, ...given.drop]);
    refuseEmpty([given.save ?? "-"]);
    process.exitCode = await checkRuns({ ...given, what });
  },
};
