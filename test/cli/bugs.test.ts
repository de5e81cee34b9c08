/** `drmcheck bugs`: which bugs it puts back, what it says of them, and what that is worth. */
import { describe, expect, it } from "vitest";
import { catchOf, selectBugs, type Bug, type BugResult } from "../../cli/bug-runs.ts";
import { loadCatalogue } from "../../cli/catalogue.ts";
import { layOutBugs, renderBugRow, renderBugTotals } from "../../cli/render/bugs.ts";
import type { Terminal } from "../../cli/terminal.ts";
import { runOf, traceOf, verdictOf } from "./results.ts";
import { runCli } from "./run-cli.ts";

const pipe: Terminal = { colours: false, width: 100, rowWidth: Number.POSITIVE_INFINITY };
const catalogue = await loadCatalogue();
const inProcesses = { concurrent: true, timeout: 120_000 };

interface Document {
  readonly format: string;
  readonly status: number;
  readonly total: number;
  readonly caught: number;
  readonly bugs: readonly { bug: string; expected: string; caughtBy: string[]; depth: number }[];
  readonly skipped: readonly string[];
  readonly error: string | null;
}

describe("the bugs", () => {
  it("are all patches that have an id of a bug, in the order of these ids", () => {
    const bugs = selectBugs(catalogue, []).map(({ bug }) => bug);
    expect(bugs).toEqual(catalogue.patches.flatMap(({ bug }) => bug ?? []).toSorted());
    expect(bugs.length).toBeGreaterThan(40);
  });

  it("are named by their id or by that of their patch, and counted once", () => {
    const [bug] = selectBugs(catalogue, ["O08"]);
    expect(selectBugs(catalogue, ["O08", bug?.id ?? ""])).toEqual([bug]);
  });

  it.each([
    ["O8", 'there is no bug "O8"; did you mean "O08"? (`drmcheck bugs` shows them all)'],
    ["ghost-keeps-fences", 'there is no bug "ghost-keeps-fences"; did you mean "ghost-keeps-its-'],
    ["async-unbind-waits", "async-unbind-waits puts no published bug back; `drmcheck check"],
  ])("%s is refused, with what to do instead", (name, message) => {
    expect(() => selectBugs(catalogue, [name])).toThrow(message);
  });
});

describe("a bug", () => {
  const [bug] = selectBugs(catalogue, ["O08"]) as [Bug];
  const violated = (property: string) => ({ property, claim: "", trace: traceOf([{}, {}]) });
  const resultOf = (...properties: string[]): BugResult => {
    const verdict = verdictOf({ outcome: "violated", violations: properties.map(violated) });
    const judgement = { status: 1, standing: "violated", finding: null, remarks: [] } as const;
    return { bug, run: runOf(), verdict, judgement, ...catchOf(bug, verdict) };
  };

  it("is caught where the property that should catch it is among those violated", () => {
    expect(resultOf("another", bug.caughtBy)).toMatchObject({ caught: true, depth: 2 });
    expect(resultOf("another")).toMatchObject({ caught: false, caughtBy: ["another"] });
    expect(resultOf()).toMatchObject({ caught: false, caughtBy: [], depth: null });
  });

  it("that is not caught is told in its row, and below the table with what happened", () => {
    const [caught, other, none] = [resultOf(bug.caughtBy), resultOf("another"), resultOf()];
    expect(renderBugRow(caught, layOutBugs([bug]), pipe)).toMatch(/^O08 +2022 +async-unbinds-/);
    expect(renderBugRow(none, layOutBugs([bug]), pipe)).toMatch(/^O08 +2022 +NOT CAUGHT +- +288 /);
    const wide = { ...pipe, width: 200 };
    const totals = renderBugTotals([caught, other, none], ["O09"], wide);
    expect(totals).toContain("but only another is violated there.\n  drmcheck check ");
    expect(totals).toContain("but nothing is violated there.");
    expect(totals).toContain("Not run: O09.");
    expect(totals).toMatch(/4 published bugs: 1 caught, 2 not caught, 1 not run, in [\d.]+ s/);
  });

  it("has a row that is cut to a narrow terminal", () => {
    const narrow: Terminal = { colours: false, width: 64, rowWidth: 64 };
    expect(renderBugRow(resultOf(bug.caughtBy), layOutBugs([bug]), narrow)).toHaveLength(64);
  });
});

describe("drmcheck bugs", inProcesses, () => {
  it("checks all of them, and ends with 0 since all are caught", async () => {
    const { status, stdout, stderr } = await runCli(["bugs"]);
    const rows = stdout.split("\n").filter((line) => /^O\d+/.test(line));
    const bugs = selectBugs(catalogue, []);
    expect(rows.map((row) => row.split(" ")[0])).toEqual(bugs.map(({ bug }) => bug));
    expect(stdout).toContain(`\n${bugs.length} published bugs: all ${bugs.length} caught, in `);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  it("shows the trace of a single one", async () => {
    const { status, stdout } = await runCli(["bugs", "O08"]);
    expect(stdout).toMatch(/^O08, 2022: Views are unbound asynchronously as well\n/);
    expect(stdout).toContain("\nasync-unbinds-read-held-tables is violated after 40 steps\n");
    expect(stdout).toMatch(/\n {3}1 {2}user_thread: /);
    expect(stdout).toMatch(/\nCaught by async-unbinds-read-held-tables, as it should be\.\n$/);
    expect(status).toBe(0);
  });

  it("is one JSON document on request, with the traces of what was named", async () => {
    const { status, stdout } = await runCli(["bugs", "O42", "O01", "--json"]);
    const document = JSON.parse(stdout) as Document;
    expect(document).toMatchObject({
      format: "drmcheck bugs",
      version: 1,
      status: 0,
      total: 2,
      caught: 2,
      skipped: [],
      error: null,
      bugs: [
        { bug: "O42", patch: "failed-mmap-puts-the-object", caught: true, depth: 5 },
        { bug: "O01", year: 2021, expected: "no-double-free", caughtBy: ["no-double-free"] },
      ],
    });
    expect(document.bugs[0]).toHaveProperty("traces.0.steps.length", 5);
    expect(status).toBe(0);
  });

  it("refuses what is no bug with 2, in JSON too where that was asked for", async () => {
    const { status, stdout, stderr } = await runCli(["bugs", "O999", "--json"]);
    const { error, bugs, format } = JSON.parse(stdout) as Document;
    expect({ status, bugs, format }).toEqual({ status: 2, bugs: [], format: "drmcheck bugs" });
    expect(stderr).toBe(`drmcheck: ${error}\n`);
    expect(error).toMatch(/^there is no bug "O999"; did you mean "O\d\d/);
  });

  it("keeps what was found when interrupted, says what was not run, and ends with 3", async () => {
    const { status, stdout } = await runCli(["bugs"], {
      meanwhile: (child) => {
        // The third row: some were found, and most were not.
        child.stdout?.on("data", (data: Buffer) => {
          if (String(data).includes("O02")) child.kill("SIGINT");
        });
      },
    });
    expect(stdout).toMatch(/^O02 /m);
    expect(stdout).toMatch(/\nNot run: .*O48\.\n/s);
    expect(stdout).toMatch(/ caught, \d+ not run, in /);
    expect(status).toBe(3);
  });

  it("ends quietly once nobody reads its table", async () => {
    const { status, stderr } = await runCli(["bugs"], {
      meanwhile: (child) => void child.stdout?.once("data", () => child.stdout?.destroy()),
    });
    expect({ status, stderr }).toEqual({ status: 141, stderr: "" });
  });
});
