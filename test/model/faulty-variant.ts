/**
 * Code with one fault put in: a folder of the model is copied, one piece of text in it is replaced,
 * and the copy is loaded. The code itself has no switches.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createJiti } from "jiti";

export interface Fault {
  /** The published bug that it is like, such as "O40"; null: none. */
  readonly bug: string | null;
  /** What goes wrong, as a name of a test. */
  readonly title: string;
  /** In which file of the model, and which text in it, that is there once, becomes which. */
  readonly file: string;
  readonly replace: string;
  readonly by: string;
}

const model = join(import.meta.dirname, "../../model");
const folders = ["scatterlist", "page-copy"];

/** Loads some modules of the model as they are with the fault. */
export async function loadFaulty<Modules>(
  { file, replace, by }: Fault,
  modules: readonly string[],
): Promise<Modules> {
  const copy = mkdtempSync(join(tmpdir(), "drmcheck-faulty-"));
  try {
    for (const folder of folders)
      cpSync(join(model, folder), join(copy, folder), {
        recursive: true,
      });
    const text = readFileSync(join(copy, file), "utf8");
    if (text.split(replace).length !== 2) throw new Error(`"${replace}" is not once in ${file}`);
    writeFileSync(
      join(copy, file),
      text.replace(replace, () => by),
    );
    const jiti = createJiti(import.meta.url, { fsCache: false, moduleCache: false });
    const loaded = await Promise.all(modules.map((each) => jiti.import<object>(join(copy, each))));
    return Object.assign({}, ...loaded) as Modules;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
