/** `drmcheck mutate`: makes small mistakes in the procedures, and sees which the specs notice. */
import { availableParallelism } from "node:os";
import process from "node:process";
import type { Argv, CommandModule, Options } from "yargs";
import { HOLDS, INCOMPLETE } from "../exit-status.ts";
import { emitJson, reserveStdout } from "../json-output.ts";
import { runMutation } from "../mutation/run.ts";
import { parseCount } from "../quantities.ts";
import { refuseEmpty } from "../refuse-empty.ts";
import { refuseTwins } from "../refuse-twins.ts";
import { mutantsAsJson, renderMutants } from "../render/mutants.ts";
import { terminalOf } from "../terminal.ts";

interface MutateArguments {
  readonly _: readonly (string | number)[];
  readonly what: readonly string[];
  readonly only: readonly string[];
  readonly results: string;
  readonly workers?: string | undefined;
  readonly "states-max": string;
  readonly again: boolean;
  readonly json: boolean;
}

const names = { type: "string", array: true, requiresArg: true, default: [] as string[] } as const;

/** The options of `mutate`. */
export const mutateOptions: Readonly<Record<string, Options>> = {
  only: { ...names, describe: "Mutate only this procedure", defaultDescription: "all" },
  results: {
    type: "string",
    requiresArg: true,
    describe: "The file that keeps results, so that a run can go on",
    default: "drmcheck-mutants.jsonl",
  },
  workers: {
    type: "string",
    requiresArg: true,
    describe: "How many processes work at once",
    defaultDescription: "one a core",
  },
  "states-max": {
    type: "string",
    requiresArg: true,
    describe: "Give a mutant up after so many states",
    default: "100000",
  },
  again: {
    type: "boolean",
    describe: "Judge again what has survived or was broken",
    default: false,
    defaultDescription: "no",
  },
  json: {
    type: "boolean",
    describe: "Print one JSON document, with the matrix of who kills whom",
    default: false,
    defaultDescription: "no",
  },
};

function builder(yargs: Argv): Argv<MutateArguments> {
  return yargs
    .usage(
      "$0 mutate [scenario...]\n\nMeasures the specs: makes small mistakes, and sees who notices.",
    )
    .positional("what", {
      ...names,
      describe: "Scenarios or configurations by name",
      defaultDescription: "all quick scenarios that hold",
    })
    .options(mutateOptions)
    .example("$0 mutate", "all procedures; an hour or so, and it goes on where it ended")
    .example("$0 mutate --only i915_vma_bind", "the mutants of one procedure")
    .example("$0 mutate --again --states-max 1000000", "look longer for what has survived")
    .example("$0 mutate C12 --json", "in the scenarios of one configuration, as JSON")
    .epilogue(
      "A mutant drops a step, swaps two, leaves out one get, put, lock, unlock, wait, signal or " +
        "flush inside of a step, or turns the error that a step returns into success, or the " +
        "reverse. killed: a property notices; equivalent: the graphs of states are equal " +
        "wherever the step runs; broken: the model stops at it; survived: nothing notices.\n\n" +
        "Exit status: 0 all mutants were judged; 2 wrong usage; 3 some were not.",
    ) as unknown as Argv<MutateArguments>;
}

export const mutateCommand: CommandModule<object, MutateArguments> = {
  command: "mutate [what...]",
  describe: "Measure the specs by small deliberate mistakes",
  builder,
  handler: async (given) => {
    refuseTwins(given, mutateOptions);
    if (given.json) reserveStdout();
    const { only, results, again } = given;
    // Words behind `--` are names too.
    const what = [...given.what, ...given._.slice(1).map(String)];
    refuseEmpty([...what, ...only]);
    const statesMax = parseCount("--states-max", given["states-max"], 1);
    const workers =
      given.workers === undefined
        ? availableParallelism()
        : parseCount("--workers", given.workers, 1);
    const { judged, left, catalogue } = await runMutation({
      what,
      only,
      results,
      workers,
      statesMax,
      again,
    });
    const properties = catalogue.specs.map(({ property }) => property.id);
    const report = { judged, left, properties, whyItSurvives: catalogue.whyItSurvives };
    process.exitCode = left > 0 || judged.length === 0 ? INCOMPLETE : HOLDS;
    if (given.json) emitJson(mutantsAsJson(report, process.exitCode));
    else {
      const terminal = terminalOf(process.stdout, process.env);
      process.stdout.write(`${renderMutants(report, terminal)}\n`);
    }
  },
};
