/** Ctrl-C, closed pipes and the one document on standard output. */
import { closeSync, openSync } from "node:fs";
import process from "node:process";
import { afterEach, describe, expect, it, vi } from "vitest";
import { interruptSignal } from "../../cli/interrupt.ts";
import { fixture, runCli } from "./run-cli.ts";

describe("the command line", { concurrent: true, timeout: 120_000 }, () => {
  it("ends an interrupted search with its verdict so far and 3", async () => {
    const words = ["check", fixture("endless.ts"), fixture("race.ts"), "--json"];
    const { status, stdout } = await runCli(words, {
      meanwhile: (child) => {
        child.stderr?.once("data", () => child.kill("SIGINT")); // it says that the search is on
      },
    });
    expect(status).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      status: 3,
      runs: [{ standing: "incomplete", verdict: { bound: "interrupted" } }],
      skipped: ["a lost increment"],
    });
  });

  it("ends quietly, and not as a success, once nobody reads its output", async () => {
    const { status, stderr } = await runCli(["check", fixture("race.ts")], {
      meanwhile: (child) => void child.stdout?.destroy(),
    });
    expect({ status, stderr }).toEqual({ status: 141, stderr: "" });
  });

  it("tells in one message that its output could not be written", async () => {
    const full = openSync("/dev/full", "w");
    const { status, stderr } = await runCli(["list", "--json"], { stdout: full });
    closeSync(full);
    const message = "the output could not be written: ENOSPC: no space left on device";
    expect({ status, stderr }).toEqual({ status: 2, stderr: `drmcheck: ${message}\n` });
  });

  it("is ended by Ctrl-C at once while it loads a module", async () => {
    const words = ["check", fixture("hanging.ts"), "--json"];
    const { signal, stdout } = await runCli(words, {
      meanwhile: (child) => {
        child.stderr?.once("data", () => child.kill("SIGINT")); // it says that it is being loaded
      },
    });
    expect({ signal, stdout }).toEqual({ signal: "SIGINT", stdout: "" });
  });

  it("tells an error in JSON too where that was asked for", async () => {
    const { status, stdout, stderr } = await runCli(["check", "--json", "--depth-max", "deep"]);
    const message = '--depth-max takes a whole number such as 200000, not "deep"';
    expect(JSON.parse(stdout)).toMatchObject({ status: 2, runs: [], error: message });
    expect({ status, stderr }).toEqual({ status: 2, stderr: `drmcheck: ${message}\n` });
  });
});

describe("Ctrl-C", () => {
  afterEach(() => vi.restoreAllMocks());

  it("aborts the search the first time, and quits with 130 the second", () => {
    const exit = vi.spyOn(process, "exit").mockReturnValue(undefined as never);
    const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const signal = interruptSignal();
    const [handler] = process.listeners("SIGINT").slice(-1) as [() => void];
    process.off("SIGINT", handler);
    handler();
    expect(signal.aborted).toBe(true);
    expect(exit).not.toHaveBeenCalled();
    expect(write).toHaveBeenCalledOnce();
    handler();
    expect(exit).toHaveBeenCalledWith(130);
  });
});
