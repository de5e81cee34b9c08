/**
 * What a shell may complete: names of what is built in, and for the rest what yargs knows by
 * itself.
 */
import { loadCatalogue, type Catalogue } from "./catalogue.ts";
import { configurationsOf } from "./selection.ts";

/** The word that the scripts of `drmcheck completion` put before the words typed so far. */
const request = "--get-yargs-completions";

/** Options whose few values yargs knows. */
const byChoice: readonly string[] = ["--strategy", "--bounds"];

/** Options that take a built-in name, whatever the command is. */
const byName: readonly string[] = ["--spec", "--patch", "--scenario"];

type Complete = (
  current: string,
  parsed: unknown,
  byYargs: () => void,
  done: (words: string[]) => void,
) => void;

/**
 * Yields the function that completes the last of `words`. What is built in is loaded beforehand,
 * and only when completions are asked for, since yargs goes on to judge the words where it has to
 * wait.
 */
export async function completer(words: readonly string[]): Promise<Complete> {
  const catalogue = words.includes(request) ? await loadCatalogue() : null;
  return (current, _parsed, byYargs, done) => {
    const typed = words.slice(words.indexOf(request) + 1, -1);
    const before = typed.at(-1) ?? "";
    const names =
      catalogue === null ? [] : namesAfter(typed.includes("bugs") ? "bugs" : before, catalogue);
    const takesNames =
      ["check", "bugs", "step"].some((each) => typed.includes(each)) || byName.includes(before);
    const known = !takesNames || current.startsWith("-") || byChoice.includes(before);
    // Where nothing fits, shells offer files: a path may be meant.
    if (known) byYargs();
    else done(names.filter((each) => each.startsWith(current)));
  };
}

function namesAfter(before: string, catalogue: Catalogue): string[] {
  const { scenarios, specs, patches } = catalogue;
  if (before === "--spec") return specs.map((each) => each.property.id);
  if (before === "--patch") return patches.map((each) => each.id);
  if (before === "bugs") return patches.flatMap((each) => each.bug ?? []);
  if (before.startsWith("--") && before !== "--scenario") return [];
  if (before === "--scenario") return scenarios.map((each) => each.name);
  return [...configurationsOf(catalogue), ...scenarios.map((each) => each.name)];
}
