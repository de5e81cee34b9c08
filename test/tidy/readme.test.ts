/**
 * The system that README.md shows is run as a reader would run it, and does what the page says of
 * it.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runCli } from "../cli/run-cli.ts";
import { read } from "./repository.ts";

const folder = mkdtempSync(join(tmpdir(), "drmcheck-readme-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the system to start from is violated in the three steps that the page names", async () => {
  const readme = read("README.md");
  const [, source = ""] = /```ts\n(.*?)```/s.exec(readme) ?? [];
  const [, name = "", steps = ""] =
    /check \.\/(\w+\.ts)` finds the\s+three\s+steps\s+that\s+violate\s+it:\s+([^.]*)\./.exec(
      readme,
    ) ?? [];
  const file = join(folder, name);
  writeFileSync(file, source);
  const { status, stdout } = await runCli(["check", file]);
  expect(status).toBe(1);
  const taken = [...stdout.matchAll(/^ {2}\d+ {2}(\S+)$/gm)].map(([, step]) => step);
  expect(taken).toEqual(steps.split(", "));
}, 30_000);
