/** Values of a state, short enough for a line. */
import type { Json } from "../../checker/json.ts";

/** Like JSON, but with quotes only around strings that could be taken for something else. */
export function value(of: Json): string {
  if (typeof of === "string") {
    const isPlain = /^(?!(?:true|false|null)$)[A-Za-z_][\w.:#@/()>*-]*(?: [\w.:#@/()>*-]+)*$/;
    return isPlain.test(of) ? of : JSON.stringify(of);
  }
  if (of === null || typeof of !== "object") return JSON.stringify(of);
  if (Array.isArray(of)) return `[${(of as readonly Json[]).map(value).join(", ")}]`;
  const fields = Object.entries(of).map(([name, field]) => `${name}: ${value(field)}`);
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
}

/** The function above as text, for a page that shows values itself. It needs nothing else. */
export const valueScript: string = String(value);
