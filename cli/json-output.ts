/**
 * `--json`: exactly one document on standard output. Everything else that is written there, by a
 * user's module for instance, goes to standard error instead.
 */
import process from "node:process";

let writeToStdout: ((text: string) => boolean) | null = null;
let emitted = false;

/** From now on, only `emitJson` reaches standard output. */
export function reserveStdout(): void {
  if (writeToStdout !== null) return;
  writeToStdout = process.stdout.write.bind(process.stdout);
  process.stdout.write = process.stderr.write.bind(process.stderr);
}

/** Writes the document. The first one counts: an error after it cannot be told in JSON any more. */
export function emitJson(document: object): void {
  if (emitted) return;
  reserveStdout();
  emitted = true;
  writeToStdout?.(`${JSON.stringify(document, null, 2)}\n`);
}
