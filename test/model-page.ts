/** Where docs/model.md keeps the table that is made from the code. */

const begin = "<!-- Made from the code by `npm run docs`. -->";
const end = "<!-- prettier-ignore-end -->";

/** Yields the table in the page. */
export function tableIn(page: string): string {
  return page.slice(page.indexOf(begin) + begin.length, page.indexOf(end)).trim();
}

/** Yields the page with another table in it. */
export function withTable(page: string, table: string): string {
  const before = page.slice(0, page.indexOf(begin) + begin.length);
  return `${before}\n\n${table}\n\n${page.slice(page.indexOf(end))}`;
}
