/** `drmcheck new`: what it writes works as it stands, and it writes over nothing. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newFile } from "../../cli/new-file.ts";
import { runCli, type Ran } from "./run-cli.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "drmcheck-new-"));
});
afterAll(() => rm(folder, { recursive: true }));

const run = (...words: string[]): Promise<Ran> => runCli(words, { cwd: folder });

/** The words of the command that the output ends with. */
const commandIn = (stdout: string): string[] =>
  (/\n {2}drmcheck (.*)\n$/.exec(stdout)?.[1] ?? "").split(" ");

describe("drmcheck new", { concurrent: true, timeout: 120_000 }, () => {
  it("writes a patch that works as it stands, by the command that it names", async () => {
    const { status, stdout, stderr } = await run("new", "patch", "my-idea");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const checked = await run(...commandIn(stdout));
    expect(checked.stderr).toBe("");
    expect(checked.stdout).toMatch(/^C1-tlb-move, my-idea: holds\n/);
    expect(checked.stdout).toContain("\n  Without the change: finding F7, ");
    expect(checked.status).toBe(0);
    const own = await run("check", "--patch", "./my-idea.ts");
    expect(own.stdout).toMatch(/^C1-tlb-move, my-idea: holds\n/);
  });

  it("writes a spec that works as it stands, its witness included", async () => {
    const { status } = await run("new", "spec", "my-invariant");
    expect(status).toBe(0);
    const checked = await run("check", "C1-gpu", "--spec", "./my-invariant.ts");
    expect(checked.stdout).toMatch(/Judged: {2}my-invariant\n {2}Witness: my-invariant-is-tested/);
    expect(checked.status).toBe(0);
  });

  it("refuses to write over a file that is there", async () => {
    await writeFile(join(folder, "precious.ts"), "precious\n");
    const { status, stderr, stdout } = await run("new", "patch", "precious");
    const message = "./precious.ts is there already; choose another name, or remove it first";
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: "",
      stderr: `drmcheck: ${message}\n`,
    });
    expect(await readFile(join(folder, "precious.ts"), "utf8")).toBe("precious\n");
  });

  it.each<["patch" | "spec", string, RegExp]>([
    ["patch", "My_Idea", /^"My_Idea" is no name for a patch: it takes small letters, .* my-idea$/],
    ["patch", "./a/b-c.ts", /^"\.\/a\/b-c\.ts" is no name for a patch: .*, as in b-c$/],
    ["patch", "..", /^"\.\." is no name for a patch: .*, as in my-patch$/],
    ["spec", "no-double-free", /^there is a built-in spec "no-double-free"; choose another name$/],
  ])("refuses a %s called %s", async (kind, name, message) => {
    await expect(newFile(kind, name)).rejects.toThrow(message);
  });
});
