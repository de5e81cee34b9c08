/**
 * Imports a module of the user's from anywhere on the disk. TypeScript needs no build, and
 * "drmcheck" is this very package, in the very instance that the command line uses. Node >= 22.18
 * strips types by itself and needs two hooks; before that, jiti does all of it.
 */
import * as nodeModule from "node:module";
import { extname } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as ownPackage from "../index.ts";
import { compiledFolder } from "./compiled-folder.ts";
import { importsAsNodeDoes } from "./imports-as-node-does.ts";

export type ModuleExports = Readonly<Record<string, unknown>>;

interface Resolved {
  readonly url: string;
  readonly format?: string | null | undefined;
  readonly shortCircuit?: boolean;
}
type Resolve = (specifier: string, context: object) => Resolved;

/** What newer versions of Node have and the types of the oldest one that we support have not. */
type NewerModule = typeof nodeModule & {
  registerHooks?: (hooks: {
    resolve: (specifier: string, context: object, next: Resolve) => Resolved;
  }) => void;
};

let importFile: ((file: string) => Promise<ModuleExports>) | null = null;

/** Yields what the module at this absolute path exports. */
export async function importModule(file: string): Promise<ModuleExports> {
  importFile ??= (stripsTypes() ? registerHooks() : null) ?? (await jitiImporter());
  return importFile(file);
}

/**
 * Yields an import by jiti, which parses what it imports by itself, and so can tell where a syntax
 * error is.
 */
export async function jitiImporter(): Promise<(file: string) => Promise<ModuleExports>> {
  const { createJiti } = await import("jiti");
  const jiti = createJiti(import.meta.url, {
    fsCache: (await compiledFolder()) ?? false,
    interopDefault: false,
    virtualModules: { drmcheck: ownPackage },
    transformOptions: { babel: { plugins: [importsAsNodeDoes(Object.keys(ownPackage))] } },
  });
  return async (file) => {
    const found = await jiti.import<ModuleExports>(file);
    // As in Node, all that a CommonJS module exports is its default export too.
    const isCommonJs = !("__esModule" in found) && Object.keys(found).length > 0;
    return isCommonJs ? { ...found, default: found } : found;
  };
}

function stripsTypes(): boolean {
  const { typescript } = process.features as { typescript?: unknown };
  return typescript !== undefined && typescript !== false;
}

/** Lets Node import by itself; null where it is too old to take hooks in its own thread. */
function registerHooks(): ((file: string) => Promise<ModuleExports>) | null {
  const { registerHooks } = nodeModule as NewerModule;
  if (registerHooks === undefined) return null;
  const url = import.meta.resolve(isTypeScript(import.meta.url) ? "../index.ts" : "../index.js");
  registerHooks({
    resolve: (specifier, context, next) =>
      asModule(specifier === "drmcheck" ? { url, shortCircuit: true } : next(specifier, context)),
  });
  return async (file) => (await import(pathToFileURL(file).href)) as ModuleExports;
}

/** Says that TypeScript is an ES module, whatever a package.json says, or if there is none. */
function asModule(resolved: Resolved): Resolved {
  return isTypeScript(resolved.url) ? { ...resolved, format: "module-typescript" } : resolved;
}

function isTypeScript(url: string): boolean {
  if (!url.startsWith("file:")) return false;
  const extension = extname(fileURLToPath(url));
  return extension === ".ts" || extension === ".mts";
}
