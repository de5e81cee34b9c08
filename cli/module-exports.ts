/** Finds in a user's module what the command line can use of it: systems, properties, patches. */
import { propertiesIn, type Property } from "../checker/properties.ts";
import type { System } from "../checker/system.ts";
import { isPatch } from "../model/machine/patch.ts";
import type { AnyPatch } from "./catalogue.ts";
import type { ModuleExports } from "./import-module.ts";
import { loadModule } from "./load-module.ts";
import { UsageError } from "./usage-error.ts";
import { faultOf } from "./user-patch.ts";

export interface Named<Value> {
  /** The name of the export; "default" for the default one. */
  readonly name: string;
  readonly value: Value;
}

/** Loads the module at `path` and yields every system that it exports. */
export async function systemsOf(path: string): Promise<Named<System>[]> {
  const found = await load(path);
  const systems = entries(found, (value): value is System => kindOf(value) === "system");
  if (systems.length > 0) return systems;
  throw nothingFound(path, "system", found, "export default system({ ... })");
}

/**
 * Loads the module at `path` and yields every property that it exports, on its own or as part of a
 * spec.
 */
export async function propertiesOf(path: string): Promise<Property[]> {
  const found = await load(path);
  const properties = Object.values(found).flatMap(propertiesIn);
  if (properties.length > 0) return [...new Set(properties)];
  throw nothingFound(path, "property or spec", found, "export default invariant(...)");
}

/** Loads the module at `path` and yields every patch that it exports. */
export async function patchesOf(path: string): Promise<AnyPatch[]> {
  const found = await load(path);
  const patches = entries(found, isPatch);
  for (const { value } of patches) {
    const fault = faultOf(value);
    if (fault !== null) throw new UsageError(`${path} exports a patch that cannot be: ${fault}`);
  }
  if (patches.length > 0) return patches.map((each) => each.value);
  throw nothingFound(path, "patch", found, "export default { id, ..., edits: [...] }");
}

/** The same value under two names (`export default x` beside `export const x`) counts once. */
function entries<Value>(
  found: ModuleExports,
  matches: (value: unknown) => value is Value,
): Named<Value>[] {
  const byValue = new Map<Value, string>();
  for (const [name, value] of Object.entries(found)) {
    if (!matches(value)) continue;
    if (!byValue.has(value) || byValue.get(value) === "default") byValue.set(value, name);
  }
  return [...byValue].map(([value, name]) => ({ name, value }));
}

function kindOf(value: unknown): unknown {
  return typeof value === "object" && value !== null && "kind" in value ? value.kind : null;
}

/** A CommonJS module's exports are also those of its default export. */
async function load(path: string): Promise<ModuleExports> {
  const found = Object.entries(await loadModule(path));
  return Object.fromEntries(found.filter(([name]) => name !== "module.exports"));
}

function nothingFound(path: string, what: string, found: ModuleExports, form: string): UsageError {
  const names = Object.entries(found).map(([name, value]) => `${name} (${describe(value)})`);
  const exported = names.length === 0 ? "it exports nothing" : `it exports ${names.join(", ")}`;
  const called = Object.values(found).some((value) => typeof value === "function");
  const hint = called ? "; functions are not called, so export what they yield" : "";
  return new UsageError(`${path} exports no ${what}: ${exported}${hint}. Write \`${form}\``);
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return "an array";
  const kind = kindOf(value);
  if (typeof kind === "string") return `${/^[aeiou]/.test(kind) ? "an" : "a"} ${kind}`;
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
