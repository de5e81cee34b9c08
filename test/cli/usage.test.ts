/** Wrong usage: every mistake is answered by one message that says what to do instead. */
import { describe, expect, it } from "vitest";
import { program } from "../../cli/program.ts";
import { UsageError } from "../../cli/usage-error.ts";

/** Parses the words, which must be refused, and yields the message. */
async function refusalOf(words: readonly string[]): Promise<string> {
  try {
    await (await program(words)).parseAsync();
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  throw new Error(`not refused: ${words.join(" ")}`);
}

const takesCount = "--depth-max takes a whole number such as 200000, not";
const takesDuration =
  "--elapsed-max takes a duration with its unit, such as 500ms, 30s, 2m or 1h30m, not";

describe("wrong usage", () => {
  const mistakes: readonly (readonly [words: string, message: string])[] = [
    [
      "",
      "name the command first: check, list, replay, minimise, explain, render, step, to-test, " +
        "bugs, mutate or new (--help tells more)",
    ],
    ["chek", 'there is no command "chek"; did you mean "check"?'],
    ["list specs twice", 'list takes no "twice"'],
    ["list spex", 'topic cannot be "spex"; did you mean "specs"?'],
    [
      "list --strict",
      'there is no option --strict; known are "--bounds", "--json", "--help", "--version"',
    ],
    ["list specs --bounds quick", "--bounds chooses scenarios, and specs have none"],
    ["list --bounds quick --bounds deep", "--bounds is given 2 times; give it once"],
    ["new patsh my-idea", 'kind cannot be "patsh"; did you mean "patch"?'],
    ["new patch", "new takes a kind and a name, as in `drmcheck new patch my-idea`"],
    ["new patch my idea", 'new takes no "idea"'],
    ["bugs --strict", 'there is no option --strict; known are "--json", "--help", "--version"'],
    ["bugs O08 --json=yes", '--json takes no value, so "--json=yes" means nothing'],
    [
      "check --bounds fast",
      '--bounds cannot be "fast"; known are "quick", "standard", "deep", "all"',
    ],
    [
      "check ./x.ts --bounds quick",
      "--bounds chooses among built-in scenarios, which a module does not have",
    ],
    ["check --dept-max 3", 'there is no option --dept-max; did you mean "--depth-max"?'],
    ["check --depth-max", "--depth-max needs a value"],
    ["check --depth-max abc", `${takesCount} "abc"`],
    ["check --depth-max -5", `${takesCount} "-5"`],
    ["check --depth-max 3.5", `${takesCount} "3.5"`],
    ["check --depth-max=", `${takesCount} ""`],
    ["check --depth-max 3 --depth-max 4", "--depth-max is given 2 times; give it once"],
    ["check --states-max 0", "--states-max must be at least 1, not 0"],
    [
      "check --states-max 99999999999999999999",
      "--states-max 99999999999999999999 is larger than any run; leave the option out instead",
    ],
    ["check --elapsed-max 30", `${takesDuration} "30"`],
    ["check --elapsed-max soon", `${takesDuration} "soon"`],
    ["check --elapsed-max 0s", "--elapsed-max must be more than nothing, not 0s"],
    [
      "check --memory-max 4",
      '--memory-max takes a size with its unit, such as 512M or 4G, not "4"',
    ],
    [
      "check --strategy fast",
      '--strategy cannot be "fast"; known are "breadth-first", "depth-first"',
    ],
    ["explain x.json --brief=yes", '--brief takes no value, so "--brief=yes" means nothing'],
    ["check --save /dev/null", "--save takes a folder: /dev/null is a file, not a folder"],
    ["check --json=yes", '--json takes no value, so "--json=yes" means nothing'],
    ["check -", '"-" names nothing; a module is given by its path'],
    ["check --depth-max 1e400", `${takesCount} "1e400"`],
    ["check .", ". is a directory; name a file in it"],
    ["check no-such-folder/", "there is no file no-such-folder/"],
    ["check C:\\x.ts", "there is no file C:\\x.ts"],
    ["check file:///no-such-file.ts", "there is no file file:///no-such-file.ts"],
    [
      "check file://host/x.ts",
      "file://host/x.ts is not the URL of a file here; give its path instead",
    ],
    ["check no-such-file.ts", "there is no file no-such-file.ts"],
    ["check ./test/", "./test/ is a directory; name a file in it"],
    [
      "check ./package.json",
      "./package.json is not a module; a module's name ends in one of .ts, .mts, .js, .mjs, .cjs",
    ],
    [
      "check ./x.ts --patch O11",
      "--patch changes the built-in procedures, which a module does not use",
    ],
    [
      "check ./x.ts --without f:x",
      "--without changes the built-in procedures, which a module does not use",
    ],
  ];
  it.each(mistakes)("drmcheck %s", async (words, message) => {
    expect(await refusalOf(words.split(" ").filter((each) => each !== ""))).toBe(message);
  });

  it("an empty name of a bug", async () => {
    const message = "one of the names is empty; is a shell variable not set?";
    expect(await refusalOf(["bugs", ""])).toBe(message);
  });

  it.each(["what", "--spec", "--patch", "--without"])("an empty name for %s", async (option) => {
    const words = ["check", ...(option === "what" ? [""] : [option, ""])];
    expect(await refusalOf(words)).toBe("one of the names is empty; is a shell variable not set?");
  });
});
