/** Runs the command line from source, as a user would run it, and yields all that it says. */
import { spawn, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const main = fileURLToPath(new URL("../../cli/main.ts", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));

/** The path of a fixture, as it would be typed in the root of the repository. */
export const fixture = (name: string): string => `./test/cli/fixtures/${name}`;

/** Starts `drmcheck` with these words, in the root of the repository. */
function startCli(words: readonly string[]): ChildProcess {
  const options = ["--import", "tsx", "--conditions=drmcheck-source"];
  return spawn(process.execPath, [...options, main, ...words], { cwd: root });
}

/** Runs `drmcheck` with these words to its end. `then` may act on it while it runs. */
export async function runCli(
  words: readonly string[],
  then: (child: ChildProcess) => void = () => {},
): Promise<Ran> {
  const child = startCli(words);
  let [stdout, stderr] = ["", ""];
  child.stdout?.on("data", (data: Buffer) => (stdout += String(data)));
  child.stderr?.on("data", (data: Buffer) => (stderr += String(data)));
  then(child);
  const status = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { status, stdout, stderr };
}
