/** A process of its own that records scenarios and judges mutants, one job after the other. */
import process from "node:process";
import { loadCatalogue } from "../catalogue.ts";
import type { Answer, Job } from "./jobs.ts";
import { Judge } from "./judge.ts";

const catalogue = loadCatalogue();
let judge: Judge | null = null;

async function answer(job: Job): Promise<Answer> {
  const judging = (judge ??= new Judge(await catalogue));
  if (job.kind === "record") {
    return { kind: "recorded", recorded: await judging.record(job.scenario) };
  }
  if (job.kind === "compare") {
    const same = await judging.compare(job.scenario, job.mutants, job.as);
    return { kind: "compared", same };
  }
  return { kind: "judged", judged: await judging.judge(job.mutant, job) };
}

process.on("message", (job: Job) => {
  answer(job)
    .catch((error: unknown): Answer => {
      return { kind: "failed", message: error instanceof Error ? error.message : String(error) };
    })
    .then((message) => process.send?.(message))
    .catch(() => process.exit(1));
});
/** Ctrl-C is for the process that reports: it ends this one. */
process.on("SIGINT", () => {});
process.on("disconnect", () => process.exit(0));
