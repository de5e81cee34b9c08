/**
 * The whole check, which `npm test` runs: every stage, also after one has failed, so that one run
 * shows all there is to mend. Ends with how many checks passed and failed; a stage counts as one,
 * the tests of vitest each for themselves.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface Count {
  readonly passed: number;
  readonly failed: number;
}

interface Stage {
  readonly name: string;
  /** Run one after the other; the first that fails ends the stage. */
  readonly commands: readonly string[];
  /**
   * Counts what the commands report, given whether they succeeded; left out, the stage counts as
   * one.
   */
  readonly count?: (succeeded: boolean) => Count;
}

const scratch = mkdtempSync(join(tmpdir(), "drmcheck-test-"));
const report = join(scratch, "vitest.json");

const stages: readonly Stage[] = [
  { name: "build", commands: ["npm run --silent build"] },
  { name: "types", commands: ["tsc --project examples", "tsc --project test"] },
  { name: "lint", commands: ["oxlint"] },
  { name: "format", commands: ["prettier --check --log-level warn ."] },
  { name: "dead code", commands: ["knip --no-progress"] },
  {
    name: "tests",
    commands: [`vitest run --reporter=default --reporter=json --outputFile.json="${report}"`],
    count: countTests,
  },
  {
    name: "smoke",
    commands: [
      "node dist/cli/main.js --version",
      "node dist/cli/main.js check examples/two-phase.ts",
    ],
  },
];

interface TestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/**
 * Reads vitest's report. A file that fails without a failed test, since it does not load, counts as
 * one.
 */
function countTests(succeeded: boolean): Count {
  let read: TestReport;
  try {
    read = JSON.parse(readFileSync(report, "utf8")) as TestReport;
  } catch {
    return { passed: 0, failed: 1 };
  }
  const broken = read.testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && assertionResults.every((each) => each.status !== "failed"),
  ).length;
  const failed = read.numFailedTests + broken;
  // An error outside of all tests fails the run without failing a test.
  return { passed: read.numPassedTests, failed: succeeded ? failed : Math.max(1, failed) };
}

function run({ name, commands, count }: Stage): Count {
  console.log(`\n=== ${name}`);
  const started = performance.now();
  const succeeded = commands.every(
    (command) => spawnSync(command, { shell: true, stdio: "inherit" }).status === 0,
  );
  const result =
    count?.(succeeded) ?? (succeeded ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`=== ${name}: ${result.failed === 0 ? "passed" : "FAILED"} in ${seconds} s`);
  return result;
}

const results = stages.map((stage) => ({ name: stage.name, ...run(stage) }));
rmSync(scratch, { recursive: true, force: true });
const passed = results.reduce((sum, each) => sum + each.passed, 0);
const failed = results.reduce((sum, each) => sum + each.failed, 0);
const broken = results.filter((each) => each.failed > 0).map((each) => each.name);
console.log(broken.length === 0 ? "\nAll stages passed." : `\nFailed: ${broken.join(", ")}.`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
