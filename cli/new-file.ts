/** Writes a new file of the user's, and never over one that is there. */
import { writeFile } from "node:fs/promises";
import { loadCatalogue } from "./catalogue.ts";
import { templates, type TemplateKind } from "./templates.ts";
import { UsageError } from "./usage-error.ts";

/** Writes ./NAME.ts and yields what to tell of it. */
export async function newFile(kind: TemplateKind, name: string): Promise<string> {
  refuseOddName(kind, name);
  const { patches, specs } = await loadCatalogue();
  const taken = { patch: patches.map(({ id }) => id), spec: specs.map((each) => each.property.id) };
  if (taken[kind].includes(name)) {
    throw new UsageError(`there is a built-in ${kind} "${name}"; choose another name`);
  }
  const { text, check } = templates[kind](name);
  const file = `./${name}.ts`;
  try {
    await writeFile(file, text, { flag: "wx" });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") {
      throw new UsageError(`${file} is there already; choose another name, or remove it first`);
    }
    throw new UsageError(`${file} could not be written: ${message}`);
  }
  return `Wrote ${file}, which works as it stands:\n\n  ${check}`;
}

/** A name is an id: reports and traces call the thing so. */
function refuseOddName(kind: TemplateKind, name: string): void {
  if (/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name)) return;
  const plain = name
    .replace(/^.*[/\\]/, "")
    .replace(/\.[cm]?[jt]s$/, "")
    .replaceAll(/[^A-Za-z0-9]+/g, "-")
    .replaceAll(/^[-0-9]+|-+$/g, "")
    .toLowerCase();
  const hint = plain === "" ? `my-${kind}` : plain;
  throw new UsageError(
    `"${name}" is no name for a ${kind}: it takes small letters, digits and hyphens, as in ${hint}`,
  );
}
