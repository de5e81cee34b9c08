/** Runs jobs in several processes at once. */
import { fork, type ChildProcess } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { Answer, Job } from "./jobs.ts";

/** In the source tree modules end in .ts, and in what was built in .js. */
const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
const worker = fileURLToPath(new URL(`./worker.${extension}`, import.meta.url));

export interface PoolOptions {
  readonly workers: number;
  readonly signal: AbortSignal;
  /** Called with each answer, in the order in which they come. */
  readonly onAnswer: (answer: Answer, job: Job) => void;
}

/**
 * Gives the jobs out in order, until all are answered or the signal is aborted: then the answers
 * that are still missing never come.
 */
export async function runJobs(jobs: readonly Job[], options: PoolOptions): Promise<void> {
  const queue = jobs.slice().reverse();
  const count = Math.min(options.workers, jobs.length);
  await Promise.all(Array.from({ length: count }, () => work(queue, options)));
}

/** One process: it takes jobs from the queue until there are none. */
async function work(queue: Job[], { signal, onAnswer }: PoolOptions): Promise<void> {
  let child = start();
  const end = (): void => {
    child.kill("SIGKILL");
  };
  signal.addEventListener("abort", end);
  try {
    for (let job = queue.pop(); job !== undefined && !signal.aborted; job = queue.pop()) {
      const answer = await ask(child, job);
      if (signal.aborted) return;
      onAnswer(answer, job);
      if (child.exitCode !== null || child.signalCode !== null) child = start();
    }
  } finally {
    signal.removeEventListener("abort", end);
    child.kill("SIGKILL");
  }
}

function start(): ChildProcess {
  return fork(worker, {
    execArgv: process.execArgv,
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
}

/** One job and its answer; a process that dies has failed at it. */
async function ask(child: ChildProcess, job: Job): Promise<Answer> {
  return new Promise((resolve) => {
    const settle = (answer: Answer): void => {
      child.off("message", settle);
      child.off("exit", died);
      resolve(answer);
    };
    const died = (status: number | null): void => {
      settle({ kind: "failed", message: `a worker ended with status ${status ?? "none"}` });
    };
    child.once("message", settle);
    child.once("exit", died);
    child.send(job);
  });
}
