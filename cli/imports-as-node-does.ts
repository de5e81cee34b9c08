/**
 * A plugin for Babel, by which jiti compiles: it refuses imports that Node would refuse too, so
 * that what loads on Node 20 loads on newer versions. Compiled imports are looked up when they are
 * used, which would let a misspelt one pass until then, or for good.
 */

/** The part of Babel's syntax tree that imports are made of. */
interface Statement {
  readonly source?: { readonly value: string } | null;
  readonly importKind?: string | null;
  readonly exportKind?: string | null;
  readonly specifiers?: readonly Specifier[];
  readonly loc?: { readonly start: object } | null;
}
interface Specifier {
  readonly imported?: { readonly name?: string; readonly value?: string };
  readonly importKind?: string | null;
}
interface Parsed {
  readonly ast: { readonly program: { readonly body: readonly Statement[] } };
}

/** Yields the plugin, given the names that "drmcheck" exports. */
export function importsAsNodeDoes(exported: readonly string[]): object {
  return {
    pre: ({ ast }: Parsed): void => {
      for (const statement of ast.program.body) {
        const message = refusal(statement, exported);
        if (message === null) continue;
        throw Object.assign(new Error(message), { loc: statement.loc?.start });
      }
    },
  };
}

/** What Node would say of this statement; null if nothing. */
function refusal(statement: Statement, exported: readonly string[]): string | null {
  const from = statement.source?.value;
  if (from === undefined || (statement.importKind ?? statement.exportKind) === "type") return null;
  if (/^\.\.?\/(?:.*\/)?[^/.]*$/.test(from)) return `Cannot find module '${from}'`;
  if (from !== "drmcheck") return null;
  for (const { imported, importKind } of statement.specifiers ?? []) {
    const name = imported?.name ?? imported?.value;
    if (name === undefined || importKind === "type" || exported.includes(name)) continue;
    return `The requested module 'drmcheck' does not provide an export named '${name}'`;
  }
  return null;
}
