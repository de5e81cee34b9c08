/**
 * Text of a page that cannot be broken out of: whatever is put into it is escaped, unless it is
 * such text itself.
 */

/** Text that is safe in a page. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template; null is nothing. */
export type Part = string | number | Markup | null | readonly Part[];

/** The tag of templates: `markup\`<b>${name}</b>\``. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const [head = "", ...rest] = strings;
  return new Markup(head + rest.map((text, index) => textOf(parts[index] ?? null) + text).join(""));
}

function textOf(part: Part): string {
  if (part === null) return "";
  if (part instanceof Markup) return part.text;
  if (typeof part === "object") return part.map(textOf).join("");
  return escaped(String(part));
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Escaped for elements as well as for attributes in quotes. */
function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (each) => entities[each] ?? "");
}

/** JSON that may stand in an element `script`: nothing in it can end the element. */
export function scriptJson(data: unknown): Markup {
  const code = (each: string): string => `\\u${each.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return new Markup(JSON.stringify(data).replaceAll(/[<>&\u2028\u2029]/g, code));
}
