/** Says in one message why a user's module did not load, and where. */
import { readFile } from "node:fs/promises";
import { basename, relative } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { ModelError } from "../checker/model-error.ts";

interface Place {
  readonly file: string;
  readonly line: number;
}

/** Yields what went wrong, where it is known, and the usual remedy. Never a stack trace. */
export async function describeLoadError(error: unknown, file: string): Promise<string> {
  if (!(error instanceof Error)) return `it threw ${JSON.stringify(error) ?? String(error)}`;
  const [first = ""] = error.message.split("\n");
  const failure = esbuildFailure(error);
  if (failure !== null) return failure;
  const place = placeOf(error.stack ?? "") ?? (await placeOfImport(first));
  if (place === null && error instanceof SyntaxError) {
    return (await locateSyntaxError(file)) ?? `${first}${remedy(error)}`;
  }
  const text = error instanceof ModelError ? `\n  ${error.message}` : `${first}${remedy(error)}`;
  return place === null ? text : `${show(place.file)}:${place.line}: ${text.trimStart()}`;
}

/**
 * Where user code threw `error`: the first place in its stack that is neither Node's nor ours; null
 * if none.
 */
export function placeOf(stack: string): Place | null {
  const own = new URL("../", import.meta.url).href;
  for (const line of stack.split("\n")) {
    const found = /(?:^|[\s(])(file:\/\/[^\s()]+?|\/[^\s():]+):(\d+)(?::\d+)?\)?$/.exec(line);
    const [, where, number] = found ?? [];
    if (where === undefined || where.includes("/node_modules/")) continue;
    const url = where.startsWith("file:") ? where : `file://${where}`;
    const inside = url.slice(own.length);
    if (url.startsWith(own) && /^(?:index\.|checker\/|model\/|specs\/|cli\/)/.test(inside))
      continue;
    return { file: fileURLToPath(url), line: Number(number) };
  }
  return null;
}

/** The import that a message of Node's speaks of: it names the importing file, but not the line. */
async function placeOfImport(message: string): Promise<Place | null> {
  const [, wanted, file] = /^Cannot find \w+ '(.+)' imported from (\/.+)$/.exec(message) ?? [];
  if (wanted === undefined || file === undefined) return null;
  const name = basename(wanted);
  const lines = (await readFile(file, "utf8")).split("\n");
  const index = lines.findIndex((line) => line.includes(`${name}"`) || line.includes(`${name}'`));
  return index === -1 ? null : { file, line: index + 1 };
}

/** A path as the user would type it: relative where that is shorter. */
export function show(file: string): string {
  const near = relative(process.cwd(), file);
  return near.startsWith("..") ? file : near;
}

function remedy(error: Error): string {
  const { code } = error as NodeJS.ErrnoException;
  if (
    code === "ERR_MODULE_NOT_FOUND" &&
    /Cannot find module .*\/[^./]+' imported/.test(error.message)
  ) {
    return "; imports name the whole file, with its extension";
  }
  if (code === "ERR_MODULE_NOT_FOUND" && error.message.includes("package")) {
    return "; install it beside the file";
  }
  if (error.message.includes("does not provide an export named")) {
    return "; a type is imported with `import type` or `import { type ... }`";
  }
  return "";
}

interface EsbuildMessage {
  readonly text: string;
  readonly location: { readonly file: string; readonly line: number } | null;
}

/** What esbuild says of a file, when it is esbuild that refused it; the first message counts. */
function esbuildFailure(error: Error): string | null {
  const line = error.message.split("\n").find((each) => each.includes(": ERROR: "));
  if (line === undefined) return null;
  const [, where = "", number = "", text = ""] = /^(.*):(\d+):\d+: ERROR: (.*)$/.exec(line) ?? [];
  const file = where.startsWith("file:") ? fileURLToPath(where) : where;
  return `${show(file)}:${number}: ${text}`;
}

/**
 * Node does not say where a syntax error in JavaScript is, so the file and its imports are parsed
 * again.
 */
async function locateSyntaxError(file: string): Promise<string | null> {
  const { build } = await import("esbuild");
  const options = { bundle: true, write: false, packages: "external", format: "esm" } as const;
  try {
    await build({ ...options, entryPoints: [file], platform: "node", logLevel: "silent" });
    return null;
  } catch (error) {
    const [message] = (error as { errors?: readonly EsbuildMessage[] }).errors ?? [];
    if (message?.location == null) return null;
    return `${show(message.location.file)}:${message.location.line}: ${message.text}`;
  }
}
