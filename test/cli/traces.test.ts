/** What can be done with a saved trace, from the command line, as a user would. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Trace } from "../../checker/trace.ts";
import { fixture, runCli } from "./run-cli.ts";

// Each starts the command line anew, some of them twice.
vi.setConfig({ testTimeout: 60_000 });

const folder = mkdtempSync(join(tmpdir(), "drmcheck-traces-"));
const saved = join(folder, "a-lost-increment.nothingIsLost.json");
const archived = "counterexamples/archive/O45-madvise-takes-two-sections.json";

afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(async () => {
  const { status, stdout } = await runCli(["check", fixture("race.ts"), "--save", folder]);
  expect(status).toBe(1);
  expect(readdirSync(folder)).toEqual(["a-lost-increment.nothingIsLost.json"]);
  expect(stdout).toContain(`Replay: drmcheck replay ${saved}`);
}, 60_000);

/** The saved trace with other parts, in a file of its own. */
function tampered(name: string, parts: object): string {
  const path = join(folder, name);
  const trace = JSON.parse(readFileSync(saved, "utf8")) as Trace;
  writeFileSync(path, JSON.stringify({ ...trace, ...parts }));
  return path;
}

const stepsOf = (path: string): Trace["steps"] =>
  (JSON.parse(readFileSync(path, "utf8")) as Trace).steps;

describe("replay", () => {
  it("says that the violation is still there, and the schedule to paste", async () => {
    const { status, stdout } = await runCli(["replay", saved]);
    expect(status).toBe(1);
    expect(stdout).toContain("nothingIsLost is violated after 4 steps");
    expect(stdout).toMatch(/^ {2}Schedule: 0 1 0 1$/m);
  });

  it("takes a schedule", async () => {
    const words = ["replay", fixture("race.ts"), "--schedule", "0 1x2 0", "--json"];
    const { status, stdout } = await runCli(words);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      format: "drmcheck replay",
      outcome: "violated",
      property: "nothingIsLost",
      schedule: "0 1x2 0",
    });
  });

  it("says at which step a trace goes otherwise, and what is enabled there", async () => {
    const [first, second] = stepsOf(saved);
    const steps = [first, first, first, second];
    const { status, stdout } = await runCli(["replay", tampered("again.json", { steps })]);
    expect(status).toBe(3);
    expect(stdout).toContain("goes otherwise at step 2 of 4");
    const stuck = tampered("stuck.json", { steps: [first, { ...first, chosen: [1] }] });
    const { stdout: more } = await runCli(["replay", stuck]);
    expect(more).toContain("is not enabled");
    expect(more).toContain("thread 1, increment: read the counter");
  });

  it("says so if a trace starts elsewhere, or is of a property that is gone", async () => {
    const elsewhere = await runCli(["replay", tampered("e.json", { initial: {} })]);
    expect(elsewhere.status).toBe(3);
    expect(elsewhere.stdout).toContain("starts from no initial state of the system");
    const { stdout } = await runCli(["replay", tampered("gone.json", { property: "nothing" })]);
    expect(stdout).toContain('the system has no property "nothing"; known are "nothingIsLost"');
  });

  it("names the first difference alone", async () => {
    const [first, ...rest] = stepsOf(saved);
    const steps = [{ ...first, changes: [] }, ...rest];
    const { stdout } = await runCli(["replay", tampered("other.json", { steps })]);
    expect(stdout.replaceAll(/\s+/g, " ")).toMatch(
      /changes threads\S+ from .* to .* where the trace leaves it as it is/,
    );
  });

  it("says of a recipe that throws what `check` says", async () => {
    const module = join(folder, "throwing.ts");
    const source = readFileSync(fixture("race.ts"), "utf8");
    writeFileSync(
      module,
      source.replace("effect: (", 'effect: () => { throw new Error("no") }, x: ('),
    );
    const words = { what: module, patch: [], without: [], spec: [], drop: [] };
    const { status, stderr } = await runCli(["replay", tampered("throws.json", { words })]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^drmcheck: The effect of .* threw "no"\.\n {2}Usual cause: /);
  });

  it("finds the scenario and the patch of a trace of the driver", async () => {
    const { status, stdout } = await runCli(["replay", archived]);
    expect(status).toBe(1);
    expect(stdout).toContain("C12-madvise, madvise-takes-two-sections");
  });

  it.each<[string, () => string[], RegExp]>([
    ["a file that is not there", () => ["replay", join(folder, "no.json")], /cannot be read/],
    ["a file of something else", () => ["replay", "README.md"], /README\.md: it is not JSON/],
    ["another format", () => ["replay", tampered("f.json", { format: "x" })], /it is no trace/],
    ["a later version", () => ["replay", tampered("v.json", { version: 9 })], /version 9/],
    [
      "a missing part",
      () => ["replay", tampered("p.json", { claim: 1 })],
      /its "claim" is missing/,
    ],
    [
      "a place that no state has",
      () => {
        const [first] = stepsOf(saved) as [object];
        const step = { ...first, changes: [{ path: "threads[4000000000]", new: 1 }] };
        return ["render", tampered("far.json", { steps: [step] })];
      },
      /"changes" of step 1 is missing, or not what a trace has there/,
    ],
    [
      "a step that is none",
      () => ["replay", tampered("s.json", { steps: [{ action: "run" }] })],
      /"choice" of step 1 is missing/,
    ],
    [
      "a schedule that cannot be",
      () => ["replay", fixture("race.ts"), "--schedule", "0x9"],
      /step 3, "0x9", is not enabled.*enabled are 1/,
    ],
    [
      "a schedule to nowhere",
      () => ["replay", fixture("race.ts"), "--schedule", "0"],
      /no property is violated at its end/,
    ],
    ["what is no step", () => ["replay", tampered("n.json", { steps: [null] })], /step 1 is no/],
    ["several files", () => ["replay", saved, "b.json"], /replay takes one at a time, and "b/],
    ["no file", () => ["replay"], /replay takes the file of a trace, as `drmcheck check --save/],
    [
      "what is of a scenario that is gone",
      () => ["replay", tampered("g.json", { words: null, scenario: "C99" })],
      /g\.json is a trace of what cannot be had here: there is no scenario/,
    ],
    ["options of schedules", () => ["replay", saved, "--patch", "O11"], /belong to a --schedule/],
  ])("refuses %s", async (_, words, message) => {
    const { status, stderr } = await runCli(words());
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});

describe("minimise", () => {
  const part = ["--drop", "1.1"];

  it("writes the plainest trace, and says what is proved", async () => {
    const { status, stdout } = await runCli(["minimise", saved]);
    expect(status).toBe(0);
    expect(stdout).toContain("2 context switches, before 3: the fewest there are");
    const least = saved.replace(".json", ".min.json");
    expect(stepsOf(least)).toHaveLength(4);
    expect((await runCli(["replay", least])).status).toBe(1);
  });

  it("searches a scenario, and makes it smaller", async () => {
    const out = join(folder, "small.json");
    const words = ["minimise", "--scenario", "C5-handles", "--patch", "O15", "--out", out];
    const { status, stdout } = await runCli(words);
    expect(status).toBe(0);
    expect(stdout).toContain("2 operations, before 5: the fewest there are");
    expect(stdout).toContain("It does without 1.2 (exec by handle), 1.3 (destroy VM");
    expect(JSON.parse(readFileSync(out, "utf8"))).toMatchObject({
      system: "C5-handles, vm-handle-is-published-first, dropping 1.2 1.3 3.1",
      drop: ["1.2", "1.3", "3.1"],
    });
    expect((await runCli(["replay", out])).status).toBe(1);
  });

  it("has nothing to do where nothing is violated", async () => {
    const { status, stdout } = await runCli(["minimise", "--scenario", "C5-handles"]);
    expect(status).toBe(0);
    expect(stdout).toBe("C5-handles holds: there is nothing to minimise\n");
  });

  it.each<[string, string[], RegExp]>([
    ["nothing", [], /name the file of a trace, or a scenario to search with --scenario/],
    ["both", ["x.json", "--scenario", "C1-move"], /go without a file/],
    ["several systems", ["--scenario", "C1"], /C1 has several systems; name one of them: C1-move/],
    [
      "unknown parts",
      ["--scenario", "C1-move", "--drop", "1.9"],
      /C1-move has no part "1\.9"; it has 1\.1 \(exec\), 1\.2/,
    ],
    [
      "a part twice",
      ["--scenario", "C1-move", ...part, ...part],
      /C1-move has no more of "1\.1"; it has 1\.1 \(exec\)/,
    ],
    [
      "a folder to write",
      ["--scenario", "C1-move", "--out", "docs"],
      /docs cannot be written: it is a/,
    ],
  ])("refuses %s", async (_, words, message) => {
    const { status, stderr } = await runCli(["minimise", ...words]);
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });

  it("refuses a trace that does not replay", async () => {
    const { status, stderr } = await runCli(["minimise", tampered("short.json", { steps: [] })]);
    expect(status).toBe(2);
    expect(stderr).toContain("does not replay");
  });
});

describe("explain", () => {
  it("names the nearest run that passes, and the point of no return", async () => {
    const { status, stdout } = await runCli(["explain", saved]);
    expect(status).toBe(0);
    await expect(stdout.replaceAll(saved, "FILE")).toMatchFileSnapshot("golden/explained.txt");
  });

  it("tells a system without processes as plainly", async () => {
    const other = join(folder, "commit");
    await runCli(["check", fixture("impatient-commit.ts"), "--save", other]);
    const [file = ""] = readdirSync(other).map((name) => join(other, name));
    const { status, stdout } = await runCli(["explain", file]);
    expect(status).toBe(0);
    const text = stdout.replaceAll(file, "FILE");
    await expect(text).toMatchFileSnapshot("golden/explained-commit.txt");
  });

  it("shows only the steps that tell a bug, and which put is one too many", async () => {
    const failed = "counterexamples/archive/O42-failed-mmap-puts-the-object.json";
    const { stdout } = await runCli(["explain", failed, "--brief"]);
    await expect(stdout).toMatchFileSnapshot("golden/explained-brief.txt");
    const { stdout: json } = await runCli(["explain", failed, "--json"]);
    expect(JSON.parse(json)).toMatchObject({
      format: "drmcheck explain",
      accounts: [{ kind: "unheld", cell: "shmemObjects:0", isPut: true }],
      race: null,
      noReturn: 5,
    });
  });
});

describe("render", () => {
  it.each(["lanes", "markdown", "mermaid", "dot", "itf", "json"])("as %s", async (format) => {
    const { status, stdout } = await runCli(["render", saved, "--format", format]);
    expect(status).toBe(0);
    const text = stdout.replaceAll(saved, "FILE");
    await expect(text).toMatchFileSnapshot(`golden/rendered.${format}.txt`);
  });

  it("as html, of which script and style are for browsers to judge", async () => {
    const { status, stdout } = await runCli(["render", saved, "--format", "html"]);
    expect(status).toBe(0);
    const text = stdout
      .replaceAll(saved, "FILE")
      .replace(/(?<=<style>).*?(?=<\/style>)/s, "STYLE")
      .replace(/(?<=<script>).*?(?=<\/script>)/s, "SCRIPT")
      .replaceAll(/(?<=&#39;sha256-)[^&]+/g, "HASH");
    await expect(text).toMatchFileSnapshot("golden/rendered.html.txt");
  });

  it("not over the trace itself, nor where no folder can be", async () => {
    for (const command of ["render", "to-test"]) {
      const { status, stderr } = await runCli([command, saved, "--out", saved]);
      expect({ status, text: stepsOf(saved).length }).toEqual({ status: 2, text: 4 });
      expect(stderr).toContain("is the trace itself, which would be lost");
    }
    const { stderr } = await runCli(["render", saved, "--out", "/proc/none/x"]);
    expect(stderr).toMatch(/^drmcheck: \/proc\/none\/x cannot be written: /);
  });

  it("into a file", async () => {
    const out = join(folder, "deep", "x.dot");
    await runCli(["render", archived, "--format", "dot", "--out", out]);
    expect(readFileSync(out, "utf8")).toMatch(/^digraph trace \{/);
  });
});

describe("step", () => {
  it("takes steps, goes back, follows a trace, and writes what was walked", async () => {
    const out = join(folder, "walked.json");
    const input = ["1", "b", "2", "1", "s counter", "7", "x", "j", `w ${out}`, "q", ""].join("\n");
    const { status, stdout } = await runCli(["step", fixture("race.ts")], { input });
    expect(status).toBe(0);
    expect(stdout).toContain("counter  { value: 0 }");
    expect(stdout).toContain("there is no step 7; 2 steps can be taken");
    expect(stdout).toContain('"x" is no word here');
    expect(stepsOf(out)).toHaveLength(2);
    const inDriver = ["step", "C5-handles", "--patch", "O15", "--drop", "3.1"];
    const { stdout: where } = await runCli(inDriver, { input: "1\np\n" });
    expect(where).toMatch(
      /thread 1 \(processes:0\)\n +at {2}user_thread > get_ppgtt: publish the handle/,
    );
    expect(where).toMatch(/in {2}vms\[0\]\.refs\n/);
    expect(where).not.toContain("thread 3");
    const found = await runCli(["step", fixture("race.ts")], {
      input: "1\nv\nb 9\n1\n1\nv\n",
    });
    expect(found.stdout.split("nothingIsLost is violated")).toHaveLength(2);
    expect(found.stdout).toContain("nothing is violated from here on");
    const along = await runCli(["step", saved], { input: "\n\nj\n" });
    expect(along.stdout).toContain("nothingIsLost is violated");
  });
});

describe("to-test", () => {
  it("writes a test that finds the trace and the module", async () => {
    const out = join(folder, "bug.test.ts");
    const { status, stdout } = await runCli(["to-test", saved, "--out", out]);
    expect(status).toBe(0);
    expect(stdout).toContain("asserts that it is still there");
    const text = readFileSync(out, "utf8");
    expect(text).toContain('new URL("./a-lost-increment.nothingIsLost.json", import.meta.url)');
    expect(text).toMatch(/import system from ".*test\/cli\/fixtures\/race\.ts";/);
    expect(text).toContain('toBe("violated")');
  });

  it("builds a scenario of the driver with its patches", async () => {
    const out = join(folder, "driver.test.ts");
    await runCli(["to-test", archived, "--fixed", "--out", out]);
    const text = readFileSync(out, "utf8");
    expect(text).toContain("replay(systemOf(trace), trace)");
    expect(text).toContain('toBe("differs")');
  });
});
