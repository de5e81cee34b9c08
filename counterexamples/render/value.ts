/** Values of a state, short enough for a line. */
import type { Json } from "../../checker/json.ts";

const PLAIN = /^[A-Za-z_][\w.:#@/()>*-]*(?: [\w.:#@/()>*-]+)*$/;
const LITERALS: readonly string[] = ["true", "false", "null"];

/** Like JSON, but with quotes only around strings that could be taken for something else. */
export function value(of: Json): string {
  if (typeof of === "string")
    return PLAIN.test(of) && !LITERALS.includes(of) ? of : JSON.stringify(of);
  if (of === null || typeof of !== "object") return JSON.stringify(of);
  if (Array.isArray(of)) return `[${(of as readonly Json[]).map(value).join(", ")}]`;
  const fields = Object.entries(of).map(([name, field]) => `${name}: ${value(field)}`);
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
}
