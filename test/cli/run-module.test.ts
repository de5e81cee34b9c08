/**
 * Modules through the whole command line, each in a process of its own: what is printed, the exit
 * status, and that a broken module yields one message with its place.
 */
import { copyFile, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fixture, runCli, type Ran } from "./run-cli.ts";

let [folder, strange] = ["", ""];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "drmcheck-cli-"));
  strange = join(folder, "pâth with bl%20nks?#.ts");
  await copyFile(fixture("race.ts"), strange);
});
afterAll(() => rm(folder, { recursive: true }));

/** Checks a module that lies outside of the repository, where there is no package.json. */
async function checkText(name: string, text: string): Promise<Ran> {
  const file = join(folder, name);
  await writeFile(file, text);
  return runCli(["check", file]);
}

const withoutTimes = (text: string): string => text.replaceAll(/\d+(?:\.\d+)? m?s\b/g, "0 ms");

const inProcesses = { concurrent: true, timeout: 120_000 };

describe("a module", inProcesses, () => {
  it("that violates a property ends with 1 and shows the shortest trace", async () => {
    const { status, stdout, stderr } = await runCli(["check", fixture("race.ts")]);
    expect(stderr).toBe("");
    expect(status).toBe(1);
    await expect(withoutTimes(stdout)).toMatchFileSnapshot("golden/race.txt");
  });

  it("that misses a witness ends with 3", async () => {
    const { status, stdout } = await runCli(["check", fixture("counter.ts")]);
    expect(status).toBe(3);
    await expect(withoutTimes(stdout)).toMatchFileSnapshot("golden/counter.txt");
  });

  it("is judged by the properties that --spec selects and loads", async () => {
    const { status, stdout } = await runCli([
      "check",
      fixture("counter.ts"),
      "--spec=small",
      `--spec=${fixture("property.ts")}`,
    ]);
    expect(status).toBe(1);
    expect(stdout).toContain("Judged:  small, neverThree\n");
    expect(stdout).toContain("neverThree is violated after 3 steps");
  });

  it("may export several systems, and chatters to stderr under --json", async () => {
    const { status, stdout, stderr } = await runCli(["check", fixture("plain.mjs"), "--json"]);
    const document = JSON.parse(stdout) as { runs: { name: string }[]; status: number };
    expect(document.runs.map((each) => each.name)).toEqual([
      "plain.mjs: first",
      "plain.mjs: second",
    ]);
    expect({ status, documented: document.status }).toEqual({ status: 0, documented: 0 });
    expect(stderr).toBe("a module that chatters\n");
  });

  it("is never called complete when a bound has cut the search", async () => {
    const words = ["check", fixture("endless.ts"), "--states-max", "1_000", "--depth-max", "9"];
    const { status, stdout } = await runCli(words);
    expect(status).toBe(3);
    expect(stdout).toContain("endless: INCOMPLETE");
    expect(stdout).toContain("cut by --depth-max 9: what lies beyond is not known");
  });
});

describe("a module's path", inProcesses, () => {
  it.each([
    ["with blanks and accents", (file: string) => file],
    ["as a URL", (file: string) => pathToFileURL(file).href],
    [
      "as a link",
      async (file: string) => {
        const link = join(folder, "link.ts");
        await symlink(file, link);
        return link;
      },
    ],
  ])("%s", async (_, nameOf) => {
    const { status, stdout, stderr } = await runCli(["check", await nameOf(strange)]);
    expect(stdout).toMatch(/^a lost increment: VIOLATED\n/);
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
  });
});

describe("a broken module", inProcesses, () => {
  const broken: readonly (readonly [name: string, text: string, message: RegExp])[] = [
    ["syntax.ts", "\nconst a: A | = null;", /syntax\.ts:2(?::\d+)?: Unexpected/],
    ["syntax.mjs", "\n\nconst a = | null;", /syntax\.mjs:3(?::\d+)?: Unexpected/],
    [
      "throws.ts",
      "interface A {\n  a: 1;\n}\nthrow new Error('on purpose');",
      /throws\.ts:4: on purpose/,
    ],
    [
      "package.ts",
      'import "no-such-package";',
      /package\.ts:1: Cannot find package 'no-such-package'/,
    ],
    [
      "required.cjs",
      'require("no-such-package");',
      /required\.cjs:1: Cannot find package 'no-such-package'; install it beside the file/,
    ],
    [
      "extension.ts",
      '\nimport { x } from "./other";\nx();',
      /extension\.ts:2(?::1)?: Cannot find module '.*other'; imports name the whole file, with its/,
    ],
    [
      "type.ts",
      'import { system, System } from "drmcheck";\nexport const a: System | null = null;\nsystem;',
      /type\.ts:1(?::1)?: .* does not provide an export named 'System'; a type is imported with/,
    ],
    [
      "misspelt.mjs",
      'import { sistem } from "drmcheck";\nsistem;',
      /misspelt\.mjs:1(?::1)?: .* does not provide an export named 'sistem'/,
    ],
    [
      "void.ts",
      "",
      /void\.ts exports no system: it exports nothing\. Write `export default system/,
    ],
    [
      "guard.ts",
      `import { action, system } from "drmcheck";
export default system({
  name: "counter",
  initial: { value: 0 },
  actions: [
    action("count", {
      guard: ({ value }) => {
        if (value === 2) throw new Error("on purpose");
        return true;
      },
      effect: (s) => void s.value++,
    }),
  ],
});`,
      /^drmcheck: The guard of count threw "on purpose"\. It had read value = 2\.\n/,
    ],
    [
      "nothing.ts",
      "export const make = () => 1;",
      /exports no system: it exports make \(a function\)/,
    ],
    ["exit.mjs", "process.exit(0);", /exit\.mjs ended the process, or never finished loading/],
    [
      "empty.ts",
      'import { system } from "drmcheck";\nexport default system({ name: "x", initial: [] });',
      /empty\.ts:2: The system "x" has no initial state\.\n {2}Usual cause: /,
    ],
  ];
  it.each(broken)("%s yields one message and 2", async (name, text, message) => {
    const { status, stdout, stderr } = await checkText(name, text);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(stderr).toMatch(/^drmcheck: /);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  });
});
