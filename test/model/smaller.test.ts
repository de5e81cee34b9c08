/** Scenarios without some of their parts. */
import { describe, expect, it } from "vitest";
import type { Configuration } from "../../model/configuration.ts";
import {
  destroy,
  exec,
  execCaptured,
  migrateTo,
  shrink,
  touch,
  unmap,
} from "../../model/operations.ts";
import { scenario } from "../../model/scenario.ts";
import { extentOf, isSensible, partsOf, without } from "../../model/smaller.ts";
import { fork, mmap, touchArea } from "../../model/shmem-helper/operations.ts";

const two: Configuration = {
  objects: [{ handles: 2 }, {}],
  threads: [[exec(0), touch(2), unmap(1)], [migrateTo("LMEM", 2)]],
  kernelThreads: [{ name: "shrinker", operations: [shrink(), shrink()] }],
  injections: { memory: 2, gpu: 1 },
};

describe("a scenario's parts", () => {
  it("are its operations, by their places, and its failures, as often as there are any", () => {
    const ids = partsOf(two).map(({ id }) => id);
    const operations = ["1.1", "1.2", "1.3", "2.1", "shrinker.1", "shrinker.2"];
    expect(ids).toEqual([...operations, "memory", "memory", "gpu"]);
    expect(partsOf(two)[3]).toEqual({ id: "2.1", operation: "migrate to local" });
  });

  it("can be left out", () => {
    const dropped = ["1.1", "2.1", "shrinker.2", "memory"];
    const { threads, kernelThreads, injections, keeps } = without(two, dropped);
    expect(threads.map((each) => each.map(({ name }) => name))).toEqual([["touch", "unmap"], []]);
    expect(kernelThreads?.[0]?.operations).toHaveLength(1);
    expect(injections).toEqual({ memory: 1, gpu: 1 });
    // Nobody uses the first object any more, so nobody closes its handles.
    expect(keeps).toEqual([0, 1]);
  });

  it("are counted", () => {
    expect(extentOf(two)).toEqual({ objects: 2, operations: 6, injections: 3 });
    expect(extentOf(without(two, ["1.1", "gpu"]))).toEqual({
      objects: 1,
      operations: 5,
      injections: 2,
    });
    const captured: Configuration = { objects: [{}, {}], threads: [[execCaptured([0, 1])]] };
    expect(extentOf(captured).objects).toBe(2);
  });
});

describe("what is left", () => {
  it.each<[string, Configuration, string[], boolean]>([
    ["nothing dropped", two, [], true],
    ["an execution", two, ["1.1"], true],
    ["what begins without what ends it", two, ["1.3"], false],
    ["what ends without what begins it", two, ["1.2"], false],
    ["neither", two, ["1.2", "1.3"], true],
    ["nothing at all", { threads: [[exec()]] }, ["1.1"], false],
    ["work on what is not there", { threads: [[mmap(), touchArea(), fork()]] }, ["1.1"], false],
    ["no work on what is there", { threads: [[mmap(), touchArea(), fork()]] }, ["1.2"], true],
  ])("makes sense or not: %s", (_, whole, drop, makesSense) => {
    expect(isSensible(whole, drop)).toBe(makesSense);
  });
});

describe("a smaller scenario", () => {
  const whole = scenario("C1-test", {
    title: "a test",
    threads: [[exec(), migrateTo("SYSTEM")], [destroy()]],
    expected: null,
    shows: [],
  });
  const build = (drop: string[]): ReturnType<typeof whole.build> =>
    whole.build({ patches: [], without: [], properties: [], drop });
  const running = (drop: string[]): number =>
    build(drop).initials[0]?.processes.filter((each) => each !== null).length ?? 0;

  it("does not start threads that have nothing left to do", () => {
    expect(running([])).toBe(2);
    expect(running(["1.1"])).toBe(2);
    expect(running(["1.1", "1.2"])).toBe(1);
  });

  it("has somebody who closes the handles", () => {
    expect(running(["2.1"])).toBe(1);
    expect(running(["1.1", "1.2", "2.1"])).toBe(0);
  });

  it("says in its name what it lacks", () => {
    expect(build(["1.2", "2.1"]).name).toBe("C1-test, dropping 1.2 2.1");
  });

  it("begins as several do", () => {
    const members = [[], ["1.1"], ["1.2", "2.1"]];
    const all = whole.build({ patches: [], without: [], properties: [], members });
    expect(all.initials).toEqual(members.flatMap((drop) => build(drop).initials));
  });
});
