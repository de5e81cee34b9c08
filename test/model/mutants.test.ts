/** Mutants are made of what steps do, and change nothing else. */
import { expect, test } from "vitest";
import { check } from "../../checker/check.ts";
import { Recorder } from "../../model/machine/probe.ts";
import { mutantsOf, mutationOf, type Mutant } from "../../model/mutants.ts";
import { procedures, scenarios } from "../../model/registry.ts";
import { specs } from "../../specs/index.ts";

const properties = specs.map(({ property }) => property);

async function recorded(name: string): Promise<Recorder> {
  const probe = new Recorder();
  const scenario = scenarios.find((each) => each.name === name);
  if (scenario === undefined) throw new Error(`no scenario is called ${name}`);
  await check(scenario.build({ patches: [], without: [], properties: [], probe }));
  return probe;
}

async function mutantsIn(name: string, procedure: string): Promise<Mutant[]> {
  const { deeds } = await recorded(name);
  return procedures
    .filter((each) => each.name === procedure)
    .flatMap((each) => mutantsOf(each, deeds));
}

async function killers(scenario: string, mutant: Mutant): Promise<string[]> {
  const found = scenarios.find(({ name }) => name === scenario);
  if (found === undefined) throw new Error(`no scenario is called ${scenario}`);
  const parts = { patches: [], without: [], properties, ...mutationOf(mutant) };
  const { violations } = await check(found.build(parts));
  return violations.map(({ property }) => property);
}

test("a step that locks, returns an error and returns 0 has a mutant for each", async () => {
  const found = await mutantsIn("C12-madvise-signal", "panfrost_ioctl_madvise");
  const ids = found.map(({ id }) => id);
  const title = "panfrost_ioctl_madvise: lock the object";
  expect(ids).toEqual(
    expect.arrayContaining([
      `drop ${title}`,
      `swap ${title} <> lock the shrinker`,
      `leave out lock 1 of ${title}`,
      `leave out wait 1 of ${title}`,
      `succeed at ${title}`,
      "fail at panfrost_ioctl_madvise: unlock the object",
      "leave out unlock 1 of panfrost_ioctl_madvise: unlock the object",
    ]),
  );
  expect(new Set(ids).size).toBe(ids.length);
});

test("each kind of mutant does what it says", async () => {
  const scenario = "C12-madvise-signal";
  const found = await mutantsIn(scenario, "panfrost_ioctl_madvise");
  const killed = async (id: string): Promise<string[]> => {
    const mutant = found.find((each) => each.id === id);
    if (mutant === undefined) throw new Error(`there is no mutant "${id}"`);
    return killers(scenario, mutant);
  };
  const unlock = "panfrost_ioctl_madvise: unlock the object";
  expect(await killed(`leave out unlock 1 of ${unlock}`)).toEqual(["deadlock"]);
  expect(await killed(`fail at ${unlock}`)).toEqual(["no-operation-fails-without-cause"]);
  expect(await killed("leave out lock 1 of panfrost_ioctl_madvise: lock the object")).toEqual([
    "locks-are-kept-in-order",
  ]);
  expect(await killed("drop panfrost_ioctl_madvise: move it on or off the list")).toEqual([
    "what-nobody-needs-is-listed",
  ]);
});

test("noting what steps do changes nothing", async () => {
  const scenario = scenarios.find(({ name }) => name === "C12-pin");
  if (scenario === undefined) throw new Error("there is no C12-pin");
  const bare = await check(scenario.build({ patches: [], without: [], properties: [] }));
  const probe = new Recorder();
  const noted = await check(scenario.build({ patches: [], without: [], properties: [], probe }));
  expect([noted.states, noted.transitions]).toEqual([bare.states, bare.transitions]);
});
