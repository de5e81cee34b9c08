/** Runs the command line from source, as a user would run it, and yields all that it says. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export interface Ran {
  readonly status: number | null;
  /** The signal that ended it; null if none did. */
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

const tsx = import.meta.resolve("tsx");
const main = fileURLToPath(new URL("../../cli/main.ts", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));

/** The path of a fixture, as it would be typed in the root of the repository. */
export const fixture = (name: string): string => `./test/cli/fixtures/${name}`;

interface Circumstances {
  /** Where it runs; the root of the repository if left out. */
  readonly cwd?: string;
  /** Where standard output goes; into `Ran` if left out. */
  readonly stdout?: number;
  /** What is typed. */
  readonly input?: string;
  /** Acts on the process while it runs. */
  readonly meanwhile?: (child: ChildProcess) => void;
}

/** Runs `drmcheck` with these words to its end. */
export async function runCli(
  words: readonly string[],
  { cwd, stdout: output, input, meanwhile }: Circumstances = {},
): Promise<Ran> {
  const options = ["--import", tsx, "--conditions=drmcheck-source"];
  const child = spawn(process.execPath, [...options, main, ...words], {
    cwd: cwd ?? root,
    stdio: [input === undefined ? "ignore" : "pipe", output ?? "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout?.on("data", (data: Buffer) => (stdout += String(data)));
  child.stderr?.on("data", (data: Buffer) => (stderr += String(data)));
  child.stdin?.end(input);
  meanwhile?.(child);
  const [status, signal] = (await once(child, "close")) as [number | null, string | null];
  return { status, signal, stdout, stderr };
}
