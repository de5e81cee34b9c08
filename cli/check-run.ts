/** Makes one run, with a line that shows how far it is where there is a terminal. */
import process from "node:process";
import { check } from "../checker/check.ts";
import type { CheckOptions } from "../checker/options.ts";
import type { Verdict } from "../checker/verdict.ts";
import type { Run } from "./plan.ts";
import { progressLine } from "./render/progress.ts";

/** Yields the verdict on `run`, which the progress line calls `name`. */
export async function checkRun(
  run: Run,
  options: CheckOptions,
  name: string = run.name,
): Promise<Verdict> {
  const progress = progressLine(process.stderr, name);
  try {
    return await check(run.system, {
      ...options,
      ...(run.judged !== null && { properties: run.judged }),
      origin: run.origin,
      onProgress: progress.show,
    });
  } finally {
    progress.clear();
  }
}
