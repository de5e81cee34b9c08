/** `drmcheck replay`: runs a saved trace on plain states, without the search. */
import process from "node:process";
import type { Argv, CommandModule, Options } from "yargs";
import type { CheckWords } from "../../checker/trace.ts";
import { reserveStdout } from "../json-output.ts";
import { refuseEmpty } from "../refuse-empty.ts";
import { refuseTwins } from "../refuse-twins.ts";
import { replayRuns } from "../replay-runs.ts";
import { UsageError } from "../usage-error.ts";
import { changeOptions, checkOptions } from "./check.ts";

interface ReplayArguments extends CheckWords {
  readonly schedule?: string | undefined;
  readonly save?: string | undefined;
  readonly json: boolean;
}

const { save, json } = checkOptions as Record<string, Options>;
const ofSchedule = "Of a schedule:";

/** The options of `replay`. */
export const replayOptions: Readonly<Record<string, Options>> = {
  schedule: {
    type: "string",
    requiresArg: true,
    describe: "Replay these steps of a scenario or module instead of a file",
    group: ofSchedule,
  },
  ...changeOptions(ofSchedule),
  save: { ...save, describe: "Write the trace of the schedule into this folder" },
  json: { ...json },
};

function builder(yargs: Argv): Argv<ReplayArguments> {
  return yargs
    .usage(
      "$0 replay <what>\n\nRuns a saved trace on plain states, and sees whether it still " +
        "violates its property.",
    )
    .positional("what", {
      type: "string",
      describe: "The file of a trace; with --schedule, a scenario or the path of a module",
      demandOption: true,
    })
    .options(replayOptions)
    .example("$0 check --patch O11 --save traces", "writes the traces that it finds")
    .example("$0 replay traces/x.json", "replays one of them")
    .example('$0 replay C1-move --schedule "0x9 6 0x2"', "replays steps that somebody has sent")
    .epilogue(
      "A trace names the scenario or the module that it is of, and how it was changed; paths are " +
        "looked up from here. Exit status: 1 it goes as recorded, and the property is violated " +
        "at its end; 2 wrong usage, or no trace; 3 it goes otherwise, or nothing is violated.",
    ) as unknown as Argv<ReplayArguments>;
}

export const replayCommand: CommandModule<object, ReplayArguments> = {
  command: "replay <what>",
  describe: "Run a saved trace again, step by step",
  builder,
  handler: async (given) => {
    refuseTwins(given, replayOptions);
    if (given.json) reserveStdout();
    const { what, schedule, patch, without, spec, drop, save } = given;
    const changes = [...patch, ...without, ...spec, ...drop];
    refuseEmpty([what, save ?? "-", ...changes]);
    if (schedule === undefined && (changes.length > 0 || save !== undefined)) {
      throw new UsageError("--patch, --without, --spec, --drop and --save belong to a --schedule");
    }
    process.exitCode = await replayRuns({ ...given, schedule, save });
  },
};
