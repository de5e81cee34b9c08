#!/usr/bin/env node
/**
 * The entry point of `drmcheck`: whatever happens ends with one clear message and the right status.
 */
import process from "node:process";
import { hideBin } from "yargs/helpers";
import { failedBugsDocument } from "./bug-report.ts";
import { describeError } from "./describe-error.ts";
import { BROKEN, KILLED, PIPE_CLOSED } from "./exit-status.ts";
import { failedExplainDocument } from "./explain-trace.ts";
import { emitJson } from "./json-output.ts";
import { moduleBeingLoaded } from "./load-module.ts";
import { program } from "./program.ts";
import { failedMinimiseDocument } from "./minimise-trace.ts";
import { failedMutationDocument } from "./render/mutants.ts";
import { failedReplayDocument } from "./replay-runs.ts";
import { failedDocument } from "./report.ts";
import { UsageError } from "./usage-error.ts";

const words = hideBin(process.argv);
/** Commands that print no JSON, whatever they are told. */
const speechless: readonly string[] = ["render", "step", "to-test", "new"];
/** By command: what `--json` prints when the command failed; the others have that of `check`. */
const failedDocuments: Readonly<Record<string, typeof failedDocument>> = {
  bugs: failedBugsDocument,
  mutate: failedMutationDocument,
  replay: failedReplayDocument,
  minimise: failedMinimiseDocument,
  explain: failedExplainDocument,
};
let ended = false;
let failed = false;

/** Ends the command with a message, in JSON where that was asked for. Only the first counts. */
function fail(error: unknown): void {
  if (failed) return;
  failed = true;
  ended = true;
  const message = describeError(error);
  process.exitCode = BROKEN;
  process.stderr.write(`drmcheck: ${message}\n`);
  if (words.includes("--json") && !speechless.includes(words[0] ?? "")) {
    const documentOf = failedDocuments[words[0] ?? ""] ?? failedDocument;
    emitJson(documentOf(BROKEN, message));
  }
}

/** A reader that has seen enough, such as `head`, is no error; nobody is there to be told. */
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(PIPE_CLOSED);
    if (stream === process.stdout) {
      const reason = error.message.replace(/, write$/, "");
      fail(new UsageError(`the output could not be written: ${reason}`));
    }
    process.exit(BROKEN);
  });
}

/** A user's module may throw later, or never finish loading: neither may look like a success. */
process.on("uncaughtException", (error) => {
  fail(error);
  process.exit();
});
process.on("exit", (status) => {
  if (ended || status === KILLED || status === PIPE_CLOSED) return;
  const path = moduleBeingLoaded();
  const what =
    path === null ? "the process ended" : `${path} ended the process, or never finished loading,`;
  fail(new UsageError(`${what} before there was a verdict`));
});

async function main(): Promise<void> {
  try {
    await (await program(words)).parseAsync();
    ended = true;
  } catch (error) {
    fail(error);
  }
}

void main();
