/**
 * Customises how Node loads a user's module: "drmcheck" is this very package, wherever the file
 * lies, and TypeScript needs no build. Node >= 22.18 strips types by itself. Before that this file
 * is also loaded into Node's loader thread, where `resolve` and `load` below have esbuild strip
 * them, so that one file means the same on both: an ES module, with every import kept that is not
 * an `import type`.
 */
import { readFile } from "node:fs/promises";
import * as nodeModule from "node:module";
import { extname } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

interface Resolved {
  readonly url: string;
  readonly format?: string | null | undefined;
  readonly shortCircuit?: boolean;
}
interface Loaded {
  readonly format: string;
  readonly source?: unknown;
  readonly shortCircuit?: boolean;
}
type NextResolve<Result> = (specifier: string, context: object) => Result;
type NextLoad = (url: string, context: object) => Promise<Loaded>;

/** What newer versions of Node have and the types of the oldest one that we support have not. */
type NewerModule = typeof nodeModule & {
  registerHooks?: (hooks: {
    resolve: (specifier: string, context: object, next: NextResolve<Resolved>) => Resolved;
  }) => void;
};

let own = "";

/** Registers the hooks, once, for all modules that are loaded from now on. */
export function registerModuleHooks(): void {
  if (own !== "") return;
  own = import.meta.resolve("drmcheck");
  const { registerHooks } = nodeModule as NewerModule;
  const strips = (process.features as { typescript?: unknown }).typescript;
  if (registerHooks !== undefined && strips !== undefined && strips !== false) {
    registerHooks({
      resolve: (specifier, context, next) =>
        specifier === "drmcheck" ? ownPackage() : asTypeScript(next(specifier, context)),
    });
    return;
  }
  process.setSourceMapsEnabled(true); // so that errors name the lines of the user's file
  nodeModule.register(import.meta.url, { data: own });
}

/** Called by Node in its loader thread, with the `data` above. @public */
export function initialize(data: string): void {
  own = data;
}

/** Called by Node in its loader thread for every import. @public */
export async function resolve(
  specifier: string,
  context: object,
  next: NextResolve<Promise<Resolved>>,
): Promise<Resolved> {
  return specifier === "drmcheck" ? ownPackage() : asTypeScript(await next(specifier, context));
}

/** Called by Node in its loader thread for every module that was resolved. @public */
export async function load(url: string, context: object, next: NextLoad): Promise<Loaded> {
  if (!isTypeScript(url)) return next(url, context);
  const { transform } = await import("esbuild");
  const { code } = await transform(await readFile(fileURLToPath(url), "utf8"), {
    loader: "ts",
    format: "esm",
    target: "node20",
    sourcefile: url,
    sourcemap: "inline",
    sourcesContent: false,
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
  });
  return { format: "module", source: code, shortCircuit: true };
}

function ownPackage(): Resolved {
  return {
    url: own,
    format: isTypeScript(own) ? "module-typescript" : "module",
    shortCircuit: true,
  };
}

/**
 * Says that TypeScript is an ES module, whatever the nearest package.json says or if there is none.
 */
function asTypeScript(resolved: Resolved): Resolved {
  return isTypeScript(resolved.url) ? { ...resolved, format: "module-typescript" } : resolved;
}

function isTypeScript(url: string): boolean {
  if (!url.startsWith("file:")) return false;
  const extension = extname(fileURLToPath(url));
  return extension === ".ts" || extension === ".mts";
}
