/** Loads a module of the user's, TypeScript or JavaScript, from anywhere on the disk. */
import { stat } from "node:fs/promises";
import { extname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { importModule, type ModuleExports } from "./import-module.ts";
import { describeLoadError } from "./load-error.ts";
import { UsageError } from "./usage-error.ts";

const EXTENSIONS: readonly string[] = [".ts", ".mts", ".js", ".mjs", ".cjs"];

let beingLoaded: string | null = null;

/** The path of the module that is being loaded at this moment; null when none is. */
export function moduleBeingLoaded(): string | null {
  return beingLoaded;
}

/**
 * Yields what the module exports. Every failure is a UsageError that names the file, and the line
 * if known.
 */
export async function loadModule(path: string): Promise<ModuleExports> {
  const file = resolve(path.startsWith("file:") ? pathOf(path) : path);
  await refuseNonModule(path, file);
  beingLoaded = path;
  try {
    return await importModule(file);
  } catch (error) {
    throw new UsageError(`cannot load ${path}: ${await describeLoadError(error, file)}`);
  } finally {
    beingLoaded = null;
  }
}

function pathOf(url: string): string {
  try {
    return fileURLToPath(url);
  } catch {
    throw new UsageError(`${url} is not the URL of a file here; give its path instead`);
  }
}

async function refuseNonModule(path: string, file: string): Promise<void> {
  const found = await stat(file).catch(() => null);
  if (found === null) throw new UsageError(`there is no file ${path}`);
  if (found.isDirectory()) throw new UsageError(`${path} is a directory; name a file in it`);
  if (EXTENSIONS.includes(extname(file))) return;
  const known = EXTENSIONS.join(", ");
  throw new UsageError(`${path} is not a module; a module's name ends in one of ${known}`);
}
