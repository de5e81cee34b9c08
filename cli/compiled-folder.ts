/** Where jiti keeps what it has compiled, which halves the time until a search begins. */
import { lstat, mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { packageVersion } from "./version.ts";

/**
 * Yields a folder for temporary files that nobody else may write to, since what lies there is run;
 * null where there can be none.
 */
export async function compiledFolder(): Promise<string | null> {
  const user = process.getuid?.();
  if (user === undefined) return null;
  const folder = join(tmpdir(), `drmcheck-${packageVersion()}-${user}`);
  await mkdir(folder, { mode: 0o700 }).catch(() => null); // it may be there already
  const found = await lstat(folder).catch(() => null);
  const own = found?.isDirectory() === true && found.uid === user && (found.mode & 0o077) === 0;
  return own ? folder : null;
}
