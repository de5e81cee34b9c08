/** Files that commands write: made with their folders, and refused early where they cannot be. */
import { accessSync, constants, existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Trace } from "../checker/trace.ts";
import { traceFileName, traceText } from "../counterexamples/trace-file.ts";
import { UsageError } from "./usage-error.ts";

/** Saves traces into `folder`, which is made if need be, and yields their paths. */
export function saveTraces(folder: string, traces: readonly Trace[]): string[] {
  return traces.map((trace) => {
    const path = join(folder, traceFileName(trace));
    writeText(path, traceText(trace));
    return path;
  });
}

/** Writes a file, into a folder that is made if need be. */
export function writeText(path: string, text: string): void {
  try {
    makeFolder(dirname(resolve(path)));
    writeFileSync(path, text);
  } catch (error) {
    throw unwritable(path, error);
  }
}

/**
 * Makes a folder and those that it lies in. Node's own recursive `mkdir` never ends where the file
 * system refuses a folder by saying that there is none such, as /proc does.
 */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

/**
 * Refuses a file that could not be written later, before a search that takes its time: a folder of
 * that name, or a place where no file can be.
 */
export function refuseUnwritable(path: string): void {
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) {
      throw new Error("it is a folder; name a file");
    }
    refuseNoFolder(dirname(resolve(path)));
  } catch (error) {
    throw unwritable(path, error);
  }
}

/** Refuses a folder that is not there and could not be made, or that takes no files. */
function refuseNoFolder(path: string): void {
  let folder = path;
  while (!existsSync(folder)) folder = dirname(folder);
  if (!statSync(folder).isDirectory()) throw new Error(`${folder} is a file, not a folder`);
  accessSync(folder, constants.W_OK);
}

/** Refuses to save traces where they could not be, before a search that takes its time. */
export function refuseUnsavable(folder: string): void {
  try {
    refuseNoFolder(resolve(folder));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--save takes a folder: ${why}`);
  }
}

/** Refuses to write what is made of a trace over the trace itself. */
export function refuseSameFile(out: string, file: string): void {
  if (resolve(out) !== resolve(file)) return;
  throw new UsageError(`--out ${out} is the trace itself, which would be lost; name another file`);
}

function unwritable(path: string, error: unknown): UsageError {
  const why = error instanceof Error ? error.message : String(error);
  return new UsageError(`${path} cannot be written: ${why}`);
}
