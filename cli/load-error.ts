/** Says in one message why a user's module did not load, and where. */
import { readFile } from "node:fs/promises";
import { basename, relative } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ModelError } from "../checker/model-error.ts";
import { jitiImporter } from "./import-module.ts";

interface Place {
  readonly file: string;
  readonly line: number;
}

/** Yields what went wrong, where it is known, and the usual remedy. Never a stack trace. */
export async function describeLoadError(error: unknown, file: string): Promise<string> {
  if (!(error instanceof Error)) return `it threw ${JSON.stringify(error) ?? String(error)}`;
  const refused = refusedByJiti(error);
  if (refused !== null) return refused;
  const place = placeOf(error.stack ?? "") ?? (await placeOfImport(error.message));
  if (place === null && error instanceof SyntaxError) {
    return (await locateSyntaxError(file)) ?? said(error);
  }
  const text = error instanceof ModelError ? `\n  ${error.message}` : said(error);
  return place === null ? text : `${show(place.file)}:${place.line}: ${text.trimStart()}`;
}

/**
 * Where user code threw `error`: the first place in its stack that is neither Node's nor ours; null
 * if none.
 */
export function placeOf(stack: string): Place | null {
  const own = new URL("../", import.meta.url).href;
  const frame = /^(?: +at (?:async )?(?:.*? \()?)?((?:file:\/\/)?\/.+?):(\d+)(?::\d+)?\)?$/;
  for (const line of stack.split("\n")) {
    const [, where, number] = frame.exec(line) ?? [];
    if (where === undefined || where.includes("/node_modules/")) continue;
    const url = where.startsWith("file:") ? where : pathToFileURL(where).href;
    const inside = url.slice(own.length);
    if (
      url.startsWith(own) &&
      /^(?:index\.|checker\/|counterexamples\/|model\/|specs\/|cli\/)/.test(inside)
    )
      continue;
    return { file: fileURLToPath(url), line: Number(number) };
  }
  return null;
}

/** The import that a message of Node's speaks of: it names the importing file, but not the line. */
async function placeOfImport(message: string): Promise<Place | null> {
  const [, wanted, file] = /^Cannot find \w+ '(.+)' imported from (\/.+)$/m.exec(message) ?? [];
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

/** The first line of what `error` says, and the usual remedy. */
function said({ message }: Error): string {
  const [first = ""] = message.split("\n");
  const [, missing] = /^Cannot find (?:module|package) '([^']+)'/.exec(first) ?? [];
  if (missing !== undefined && !/^[./]/.test(missing)) {
    return `Cannot find package '${missing}'; install it beside the file`;
  }
  if (missing !== undefined) {
    const whole = /\/[^/]*\.[^/.]+$/.test(missing);
    const remedy = whole ? "" : "; imports name the whole file, with its extension";
    return `Cannot find module '${missing}'${remedy}`;
  }
  const [, name] = /^\(0 , \w+\.(\w+)\) is not a function$/.exec(first) ?? [];
  if (name !== undefined) return `${name} is not a function; does that module export it?`;
  if (first.includes("does not provide an export named")) {
    return `${first}; a type is imported with \`import type\` or \`import { type ... }\``;
  }
  // Node goes on to list all that could stand there instead.
  return first.replace(/\. Expected .*$/, "");
}

/** What jiti says of a file that it could not compile; null if `error` is something else. */
function refusedByJiti(error: Error): string | null {
  const refusal = /^(?:ParseError|TRANSFORM_ERROR): (.*)\n (\/.*):(\d+):(\d+)$/s;
  const [, text, file, line, column] = refusal.exec(error.message.trimEnd()) ?? [];
  if (text === undefined || file === undefined) return null;
  return `${show(file)}:${line}:${Number(column) + 1}: ${said(new Error(text.trim()))}`;
}

/**
 * Node does not say where a syntax error in JavaScript is; jiti, which parses the file and its
 * imports again, does.
 */
async function locateSyntaxError(file: string): Promise<string | null> {
  const importFile = await jitiImporter();
  try {
    await importFile(file);
    return null;
  } catch (error) {
    return error instanceof Error ? refusedByJiti(error) : null;
  }
}
