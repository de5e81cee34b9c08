/** Compiled modules are run, so they are kept only where nobody else could have put them. */
import { chmod, lstat, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { compiledFolder } from "../../cli/compiled-folder.ts";

let scratch = "";
beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), "drmcheck-folder-"));
  vi.stubEnv("TMPDIR", scratch);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(scratch, { recursive: true });
});

/** The folder, which is there. */
async function made(): Promise<string> {
  return (await compiledFolder()) ?? expect.fail("there is no folder");
}

describe.runIf(process.getuid !== undefined)("the folder for compiled modules", () => {
  it("is the user's alone, among the temporary files, and found again", async () => {
    const folder = await made();
    expect(dirname(folder)).toBe(scratch);
    expect((await lstat(folder)).mode & 0o777).toBe(0o700);
    expect(await made()).toBe(folder);
  });

  it("is not used where others may write to it", async () => {
    await chmod(await made(), 0o770);
    expect(await compiledFolder()).toBeNull();
  });

  it("is not used where it is a link", async () => {
    const folder = await made();
    await rm(folder, { recursive: true });
    await mkdir(join(scratch, "elsewhere"), { mode: 0o700 });
    await symlink(join(scratch, "elsewhere"), folder);
    expect(await compiledFolder()).toBeNull();
  });

  it("is not used where it cannot be made", async () => {
    vi.stubEnv("TMPDIR", join(scratch, "nowhere"));
    expect(await compiledFolder()).toBeNull();
  });
});
