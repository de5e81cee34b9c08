/**
 * Brings the archive of traces up to date: `npm run archive`. A trace that replays is kept as it
 * is; one that is missing, or no longer replays, is searched anew.
 */
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { check } from "../checker/check.ts";
import { traceText } from "../counterexamples/trace-file.ts";
import { systemOf } from "../specs/system-of.ts";
import type { Patch } from "../model/machine/patch.ts";
import { archive, archived, filesInArchive, readTrace, replayArchived } from "./archive.ts";

function replays(file: string, { caughtBy, scenario }: Patch): boolean {
  if (!existsSync(new URL(file, archive))) return false;
  const trace = readTrace(file);
  if (trace.property !== caughtBy || trace.scenario !== scenario) return false;
  return replayArchived(trace).outcome === "violated";
}

for (const [file, patch] of archived) {
  if (replays(file, patch)) {
    // In the format of today.
    writeFileSync(new URL(file, archive), traceText(readTrace(file)));
    continue;
  }
  const origin = { scenario: patch.scenario, patches: [patch.id], without: [] };
  const { violations } = await check(systemOf(origin), { origin });
  const found = violations.find(({ property }) => property === patch.caughtBy);
  if (found === undefined) throw new Error(`${patch.id} is not caught by ${patch.caughtBy}`);
  writeFileSync(new URL(file, archive), traceText(found.trace));
  process.stdout.write(`${file}: ${found.trace.steps.length} steps\n`);
}
for (const file of filesInArchive()) {
  if (archived.has(file)) continue;
  rmSync(new URL(file, archive));
  process.stdout.write(`${file}: removed, no patch has this name\n`);
}
