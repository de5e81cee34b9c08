/** `drmcheck render --format html`: with the explanation where the trace replays. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runCli } from "./run-cli.ts";

const archived = "counterexamples/archive/O36-delayed-delete-waits-on-the-shared.json";

describe("a page", { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "drmcheck-page-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("has the explanation of a trace that replays", async () => {
    const out = join(folder, "x.html");
    const ran = await runCli(["render", archived, "--format", "html", "--out", out]);
    expect(ran).toMatchObject({ status: 0, stdout: "", stderr: "" });
    const page = readFileSync(out, "utf8");
    expect(page).toContain("<h3>The race</h3>");
    expect(page).toContain(`drmcheck replay ${archived}`);
  });

  it("does without where the trace does not replay, and says so", async () => {
    const file = join(folder, "x.json");
    const text = readFileSync(new URL(`../../${archived}`, import.meta.url), "utf8");
    writeFileSync(file, text.replace('"property": "released', '"property": "unreleased'));
    const { status, stdout, stderr } = await runCli(["render", file, "--format", "html"]);
    expect(status).toBe(0);
    expect(stderr).toMatch(/^The page lacks the explanation: .*does not replay/);
    expect(stdout).toContain('<h2 id="steps-head">Steps</h2>');
    expect(stdout).not.toContain('class="explanation"');
  });
});
