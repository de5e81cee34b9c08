/** The version of this package. */
import { readFileSync } from "node:fs";

/**
 * Yields it from package.json, which lies above this folder in the source tree and above dist/ when
 * built.
 */
export function packageVersion(): string {
  const up = import.meta.url.endsWith(".ts") ? "../package.json" : "../../package.json";
  const { version } = JSON.parse(readFileSync(new URL(up, import.meta.url), "utf8")) as {
    version: string;
  };
  return version;
}
