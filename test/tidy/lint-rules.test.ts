/**
 * Every rule that the style rests on is proved by a file that breaks it, and by one that does not:
 * a rule that was misspelt, or whose pattern never matches, would otherwise look like clean code.
 * The files are linted with our configuration in a folder of their own.
 */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "./repository.ts";

interface Offence {
  /** What is wrong, in a few words. */
  readonly what: string;
  readonly rule: string;
  readonly folder: string;
  readonly code: string;
}

const direction = (folder: string, specifier: string): Offence => ({
  what: `${folder} imports ${specifier}`,
  rule: "eslint(no-restricted-imports)",
  folder,
  code: `import { thing } from "${specifier}";\nexport const own = thing;\n`,
});

const directions = [
  ...[
    "model/x.ts",
    "specs/x.ts",
    "counterexamples/x.ts",
    "cli/x.ts",
    "examples/x.ts",
    "bench/x.ts",
  ].map((path) => direction("checker", `../${path}`)),
  direction("checker", "../index.ts"),
  direction("checker", "drmcheck"),
  direction("checker", "immer"),
  direction("checker", "yargs"),
  direction("checker/search", "../../model/state.ts"),
  ...[
    "specs/x.ts",
    "counterexamples/x.ts",
    "cli/x.ts",
    "examples/x.ts",
    "bench/x.ts",
    "test/x.ts",
  ].map((path) => direction("model", `../${path}`)),
  direction("model/procedures", "../../checker/check.ts"),
  direction("model", "../checker/cells.ts"),
  direction("model", "../checker/search/breadth-first.ts"),
  direction("model", "immer"),
  direction("model", "drmcheck"),
  ...["counterexamples/x.ts", "cli/x.ts", "examples/x.ts"].map((path) =>
    direction("specs", `../${path}`),
  ),
  direction("specs", "immer"),
  ...["model/x.ts", "specs/x.ts", "cli/x.ts", "examples/x.ts"].map((path) =>
    direction("counterexamples", `../${path}`),
  ),
  ...["examples/x.ts", "bench/x.ts", "test/x.ts"].map((path) => direction("cli", `../${path}`)),
  direction("cli/commands", "../../test/x.ts"),
  direction("cli", "immer"),
  ...["../checker/refs.ts", "../index.ts", "./other.ts", "immer", "node:fs"].map((specifier) =>
    direction("examples", specifier),
  ),
  direction("", "./cli/x.ts"),
  direction("", "immer"),
];

/** Imports that the rules allow, and so must not name. */
const allowed = [
  direction("", "./checker/refs.ts"),
  direction("", "./model/x.ts"),
  direction("checker", "./refs.ts"),
  direction("checker/search", "../refs.ts"),
  direction("checker", "leven"),
  ...["system", "properties", "refs", "model-error", "nearest-name", "json"].map((name) =>
    direction("model/cells", `../../checker/${name}.ts`),
  ),
  direction("model", "./state.ts"),
  direction("specs", "../model/state.ts"),
  direction("specs", "../checker/properties.ts"),
  direction("counterexamples", "../checker/trace.ts"),
  ...["checker", "model", "specs", "counterexamples"].map((folder) =>
    direction("cli", `../${folder}/x.ts`),
  ),
  direction("cli", "yargs"),
  direction("examples", "drmcheck"),
  ...["checker", "model", "examples", "cli"].map((folder) =>
    direction("test", `../${folder}/x.ts`),
  ),
  ...["checker", "model", "examples", "cli"].map((folder) =>
    direction("bench", `../${folder}/x.ts`),
  ),
  direction("bench", "immer"),
];

const longFunction = [
  "export function long(): number[] {",
  "  const numbers: number[] = [];",
  ...Array.from({ length: 70 }, (_, index) => `  numbers.push(${index});`),
  "  return numbers;",
  "}",
  "",
].join("\n");

const breaches: readonly Offence[] = [
  {
    what: "a forgotten case",
    rule: "typescript(switch-exhaustiveness-check)",
    folder: "checker",
    code: `export function size(of: "small" | "big"): number {
  switch (of) {
    case "small":
      return 1;
  }
  return 2;
}
`,
  },
  {
    what: "a default that hides forgotten cases",
    rule: "typescript(switch-exhaustiveness-check)",
    folder: "model",
    code: `export function size(of: "small" | "big"): number {
  switch (of) {
    case "small":
      return 1;
    default:
      return 2;
  }
}
`,
  },
  {
    what: "any",
    rule: "typescript(no-explicit-any)",
    folder: "specs",
    code: "export const thing = (value: any): unknown => value;\n",
  },
  {
    what: "a promise that nobody awaits",
    rule: "typescript(no-floating-promises)",
    folder: "cli",
    code: `const later = async (): Promise<void> => {};
export function now(): void {
  later();
}
`,
  },
  {
    what: "an empty catch",
    rule: "eslint(no-empty)",
    folder: "checker",
    code: "export function tried(run: () => void): void {\n  try {\n    run();\n  } catch {}\n}\n",
  },
  {
    what: "output from the engine",
    rule: "eslint(no-console)",
    folder: "checker",
    code: 'export const report = (): void => console.log("found");\n',
  },
  {
    what: "a function of more than 70 lines",
    rule: "eslint(max-lines-per-function)",
    folder: "model",
    code: longFunction,
  },
  {
    what: "a file of more than 400 lines",
    rule: "eslint(max-lines)",
    folder: "model",
    code: Array.from({ length: 401 }, (_, index) => `export const x${index} = ${index};\n`).join(
      "",
    ),
  },
  {
    what: "a test that runs alone",
    rule: "vitest(no-focused-tests)",
    folder: "test",
    code: 'import { expect, test } from "vitest";\ntest.only("one", () => expect(1).toBe(1));\n',
  },
  {
    what: "a test that is left out",
    rule: "vitest(no-disabled-tests)",
    folder: "test",
    code: 'import { expect, test } from "vitest";\ntest.skip("one", () => expect(1).toBe(1));\n',
  },
  {
    what: "an exemption that exempts nothing",
    rule: "",
    folder: "checker",
    code: "// oxlint-disable-next-line typescript/no-explicit-any\nexport const one = 1;\n",
  },
];

interface Diagnostic {
  readonly filename: string;
  readonly code?: string;
  readonly message: string;
}

const folder = mkdtempSync(join(tmpdir(), "drmcheck-lint-"));
const pathOf = (group: string, at: number, { folder: inside }: Offence): string =>
  inside === "" ? "index.ts" : `${inside}/${group}-${at}.ts`;
let found: readonly Diagnostic[] = [];
/**
 * index.ts is one file, and the rules for it have several cases: each is linted in a run of its
 * own.
 */
const indexCases = new Map<Offence, readonly Diagnostic[]>();

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function lint(): readonly Diagnostic[] {
  const oxlint = join(root, "node_modules/oxlint/bin/oxlint");
  const run = (): string =>
    execFileSync(process.execPath, [oxlint, "--format=json", "."], {
      cwd: folder,
      encoding: "utf8",
    });
  let output: string;
  try {
    output = run();
  } catch (error) {
    // It exits with 1 when it finds something, which is what it is here for.
    output = (error as { stdout: string }).stdout;
  }
  return (JSON.parse(output) as { diagnostics: readonly Diagnostic[] }).diagnostics;
}

beforeAll(() => {
  for (const name of [".oxlintrc.json", "tsconfig.json", "package.json"]) {
    copyFileSync(join(root, name), join(folder, name));
  }
  // The linter finds its type-aware part, and the types of Node, where it runs.
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  write(".gitignore", "node_modules\n");
  write("checker/a.ts", 'import { b } from "./b.ts";\nexport const a = (): number => b();\n');
  write("checker/b.ts", 'import { a } from "./a.ts";\nexport const b = (): number => a();\n');
  for (const [group, offences] of Object.entries({ directions, allowed, breaches })) {
    for (const [at, offence] of offences.entries()) {
      write(pathOf(group, at, offence), offence.code);
      if (offence.folder === "") indexCases.set(offence, lint());
    }
  }
  rmSync(join(folder, "index.ts"));
  found = lint();
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function of(group: string, at: number, offence: Offence): string[] {
  const path = pathOf(group, at, offence);
  const diagnostics = (indexCases.get(offence) ?? found).filter((each) => each.filename === path);
  return diagnostics.map((each) => each.code ?? "");
}

const numbered = (offences: readonly Offence[]) =>
  offences.map((offence, at) => ({ ...offence, at, offence }));

test.each(numbered(directions))("refused: $what", ({ at, offence }) => {
  expect(of("directions", at, offence)).toContain(offence.rule);
});

test.each(numbered(allowed))("allowed: $what", ({ at, offence }) => {
  expect(of("allowed", at, offence)).not.toContain(offence.rule);
});

test.each(numbered(breaches))("refused: $what", ({ at, offence }) => {
  expect(of("breaches", at, offence)).toContain(offence.rule);
});

test("refused: two files that import each other", () => {
  const cycles = found.filter((each) => each.code === "import(no-cycle)");
  expect(cycles.map((each) => each.filename).toSorted()).toEqual(["checker/a.ts", "checker/b.ts"]);
});
