/** Writes a test that replays a trace, to keep a bug from coming back. */
import { dirname, relative, resolve } from "node:path";
import type { Trace } from "../checker/trace.ts";
import { replay } from "../counterexamples/replay.ts";
import { looksLikePath } from "./catalogue.ts";
import { systemsOf } from "./module-exports.ts";
import { openReplaying, openTrace } from "./saved-traces.ts";
import { UsageError } from "./usage-error.ts";
import { refuseSameFile, writeText } from "./written-files.ts";

export interface TestFileRequest {
  /** The file of a trace. */
  readonly file: string;
  /** The file of the test. */
  readonly out: string;
  /** Whether the test is that the violation is gone. */
  readonly fixed: boolean;
}

/** Writes the test, and yields what to tell of it. */
export async function writeTestFile({ file, out, fixed }: TestFileRequest): Promise<string> {
  refuseSameFile(out, file);
  // A bug that is fixed need not replay.
  const { trace, run } = fixed ? await openTrace(file) : await openReplaying(file);
  writeText(out, await testText(trace, { file, out, fixed }));
  const claim = fixed ? "asserts that it is gone" : "asserts that it is still there";
  const isBroken = fixed && replay(run.system, trace).outcome === "violated";
  const remark = isBroken
    ? "\n\nIt fails as long as the violation is still there, as it is now."
    : "";
  return `Wrote ${out}, which replays ${file} and ${claim}:\n\n  npx vitest run ${out}${remark}`;
}

async function testText(trace: Trace, { file, out, fixed }: TestFileRequest): Promise<string> {
  const from = (path: string): string => {
    const found = relative(dirname(resolve(out)), resolve(path)).replaceAll("\\", "/");
    return JSON.stringify(found.startsWith(".") ? found : `./${found}`);
  };
  const { imports, system } = await systemText(trace, from);
  const standing = fixed ? "is no longer" : "is still";
  const title = `${trace.system}: ${trace.property} ${standing} violated`;
  return [
    `/** Replays the trace of a counterexample on plain states, without the search. */`,
    `import { readFileSync } from "node:fs";`,
    `import { expect, test } from "vitest";`,
    ...imports,
    "",
    `const file = new URL(${from(file)}, import.meta.url);`,
    "",
    `test(${JSON.stringify(title)}, () => {`,
    `  const trace = parseTrace(readFileSync(file, "utf8"));`,
    `  const { outcome } = replay(${system}, trace);`,
    `  expect(outcome).toBe(${fixed ? `"differs"` : `"violated"`});`,
    `});`,
    "",
  ].join("\n");
}

/** How the test gets hold of the system. */
async function systemText(
  trace: Trace,
  from: (path: string) => string,
): Promise<{ imports: string[]; system: string }> {
  const { words } = trace;
  if (words !== null && looksLikePath(words.what)) {
    const found = (await systemsOf(words.what)).find(({ value }) => value.name === trace.system);
    if (found === undefined) throw new UsageError(`${words.what} exports no "${trace.system}"`);
    const { name } = found;
    const what = name === "default" ? "system" : `{ ${name} }`;
    return {
      imports: [
        `import { parseTrace, replay } from "drmcheck";`,
        `import ${what} from ${from(words.what)};`,
      ],
      system: name === "default" ? "system" : name,
    };
  }
  const modules = [...(words?.patch ?? []), ...(words?.spec ?? [])].filter(looksLikePath);
  return {
    imports: [
      `import { parseTrace, replay, systemOf } from "drmcheck";`,
      ...modules.map((path, index) => `import * as module${index} from ${from(path)};`),
    ],
    system: `systemOf(${["trace", ...modules.map((_, index) => `module${index}`)].join(", ")})`,
  };
}
