/** Every trace of the archive replays on its patched scenario, and there is one for every bug. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Trace } from "../../checker/trace.ts";
import { parseTrace, traceText } from "../../counterexamples/trace-file.ts";
import { archive, archived, filesInArchive, readTrace, replayArchived } from "../archive.ts";

test("the archive has a trace of every published bug, and no other (npm run archive)", () => {
  expect(filesInArchive()).toEqual([...archived.keys()].toSorted());
});

test.each([...archived])("%s replays, to what should catch it", (file, patch) => {
  const trace = readTrace(file);
  expect(trace).toMatchObject({
    format: "drmcheck trace",
    version: 3,
    scenario: patch.scenario,
    patches: [patch.id],
    without: [],
    property: patch.caughtBy,
  });
  expect(trace.steps).toHaveLength(patch.depth);
  expect(replayArchived(trace)).toMatchObject({ outcome: "violated" });
});

test("a file is written as it is read", () => {
  const [file = ""] = filesInArchive();
  expect(traceText(readTrace(file))).toBe(readFileSync(new URL(file, archive), "utf8"));
});

test.each<[string, Partial<Trace>, RegExp]>([
  ["no scenario", { scenario: null }, /comes from the scenario "", which this model does not have/],
  ["a scenario of old", { scenario: "C1-mov" }, /"C1-mov".*\n.*\n.*did you mean "C1-move"/],
  ["an unknown patch", { patches: ["my-idea"] }, /the patch "my-idea", which this model does not/],
])("a trace that comes from %s is refused", (_, wrong, message) => {
  const [file = ""] = filesInArchive();
  expect(() => replayArchived({ ...readTrace(file), ...wrong })).toThrow(message);
});

test("files of earlier versions are read as what they mean today", () => {
  const [file = ""] = filesInArchive();
  const trace = readTrace(file);
  const first = { ...trace, version: 1, drop: undefined, words: undefined };
  expect(parseTrace(JSON.stringify(first))).toEqual({ ...trace, words: null, drop: [] });
  const words = { what: "C1-move", patch: ["O11"], without: [], spec: [] };
  const second = { ...first, version: 2, words };
  const read = parseTrace(JSON.stringify(second));
  expect(read).toEqual({ ...trace, drop: [], words: { ...words, drop: [] } });
  expect(() => parseTrace(JSON.stringify({ ...second, version: 3 }))).toThrow(/"drop" is missing/);
});
