/** `drmcheck new`: writes a small file that works as it stands, to be changed from there. */
import process from "node:process";
import type { Argv, CommandModule } from "yargs";
import { HOLDS } from "../exit-status.ts";
import { newFile } from "../new-file.ts";
import { templates, type TemplateKind } from "../templates.ts";

interface NewArguments {
  readonly kind: TemplateKind;
  readonly name: string;
}

function builder(yargs: Argv): Argv<NewArguments> {
  return yargs
    .usage("$0 new <kind> <name>\n\nWrites ./NAME.ts, which works as it stands.")
    .positional("kind", { type: "string", choices: Object.keys(templates), describe: "What it is" })
    .positional("name", { type: "string", describe: "Its id, and the name of the file" })
    .example("$0 new patch my-idea", "a change to the procedures: ./my-idea.ts")
    .example("$0 new spec my-invariant", "a property with its witness")
    .epilogue("A file that is there is never overwritten.") as unknown as Argv<NewArguments>;
}

export const newCommand: CommandModule<object, NewArguments> = {
  command: "new <kind> <name>",
  describe: "Write a patch or a spec to begin with",
  builder,
  handler: async ({ kind, name }) => {
    const said = await newFile(kind, name);
    process.stdout.write(`${said}\n`);
    process.exitCode = HOLDS;
  },
};
