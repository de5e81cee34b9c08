/** `drmcheck mutate`, from source, on a part of the model that takes seconds. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCli } from "./run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "drmcheck-mutate-"));
const results = join(folder, "results.jsonl");
const words = ["mutate", "C12-pin", "--only", "drm_gem_shmem_pin", "--results"];

afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(async () => {
  const { status, stderr } = await runCli([...words, results, "--workers", "1"]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
}, 120_000);

interface Report {
  readonly counts: Record<string, number>;
  readonly left: number;
  readonly score: number;
  readonly mutants: readonly { id: string; fate: string; by: string[]; source: string | null }[];
}

test("a second run takes the results of the first, and tells all as JSON", async () => {
  const before = readFileSync(results, "utf8");
  const { status, stdout } = await runCli([...words, results, "--json"]);
  expect(status).toBe(0);
  const report = JSON.parse(stdout) as Report;
  expect(readFileSync(results, "utf8")).toBe(before);
  expect(report.left).toBe(0);
  expect(report.counts["killed"]).toBeGreaterThan(5);
  const unlock = report.mutants.find(({ id }) => id.startsWith("leave out unlock"));
  expect(unlock).toMatchObject({ fate: "killed", by: ["deadlock"] });
  expect(unlock?.source).toMatch(/^model\/shmem-helper\/pages\.ts:\d+$/);
  const { killed = 0, survived = 0 } = report.counts;
  expect(report.score).toBeCloseTo(killed / (killed + survived));
}, 60_000);

test("the table says how many died, and names survivors with file and line", async () => {
  const { stdout } = await runCli([...words, results]);
  expect(stdout).toMatch(/^mutants +killed +survived +equivalent +broken$/m);
  expect(stdout).toMatch(/^\d+ mutants: \d+ killed.*Score: \d+\.\d %$/m);
}, 60_000);

test("a name that is none is refused with the nearest one, in JSON as well", async () => {
  const { status, stderr, stdout } = await runCli([
    "mutate",
    "--json",
    "--only",
    "drm_gem_shmem_pn",
  ]);
  expect(status).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({
    format: "drmcheck mutate",
    status: 2,
    error: expect.stringContaining("drm_gem_shmem_pn") as string,
  });
  expect(stderr).toContain('there is no procedure "drm_gem_shmem_pn"');
  expect(stderr).toContain("drm_gem_shmem_pin");
  expect((await runCli(["mutate", "--", ""])).stderr).toContain("one of the names is empty");
}, 60_000);

test("a file of something else is left alone", async () => {
  const other = join(folder, "other.jsonl");
  writeFileSync(other, "hello\n");
  const { status, stderr } = await runCli([...words, other]);
  expect(status).toBe(2);
  expect(stderr).toContain("is no file of mutation results");
  expect(readFileSync(other, "utf8")).toBe("hello\n");
  writeFileSync(other, `${JSON.stringify({ format: "drmcheck-mutants/1", model: "old" })}\n`);
  expect((await runCli([...words, other])).stderr).toContain("results of another model");
}, 60_000);
