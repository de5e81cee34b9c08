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
  const ids = (await mutantsIn("C12-pin", "drm_gem_shmem_pin")).map(({ id }) => id);
  const title = "drm_gem_shmem_pin: lock the object";
  expect(ids).toEqual(
    expect.arrayContaining([
      `drop ${title}`,
      `swap ${title} <> pin it`,
      `leave out lock 1 of ${title}`,
      `leave out wait 1 of ${title}`,
      `succeed at ${title}`,
      "fail at drm_gem_shmem_pin: unlock the object",
      "leave out unlock 1 of drm_gem_shmem_pin: unlock the object",
      "leave out get 1 of drm_gem_shmem_pin: pin what is pinned, without the lock",
    ]),
  );
  expect(new Set(ids).size).toBe(ids.length);
});

test("each kind of mutant does what it says", async () => {
  const mutants = await mutantsIn("C12-pin", "drm_gem_shmem_unpin_locked");
  const put = mutants.find(({ point }) => point === "put");
  expect(put === undefined ? null : await killers("C12-pin", put)).not.toEqual([]);
  const pins = await mutantsIn("C12-pin", "drm_gem_shmem_pin");
  const byId = new Map(pins.map((each) => [each.id, each]));
  const unlock = byId.get("leave out unlock 1 of drm_gem_shmem_pin: unlock the object");
  expect(unlock === undefined ? null : await killers("C12-pin", unlock)).toEqual(["deadlock"]);
  const fail = byId.get("fail at drm_gem_shmem_pin: unlock the object");
  expect(fail === undefined ? null : await killers("C12-pin", fail)).toContain(
    "no-operation-fails-without-cause",
  );
  const succeed = byId.get("succeed at drm_gem_shmem_pin: lock the object");
  expect(succeed === undefined ? null : await killers("C12-pin", succeed)).not.toEqual([]);
});

test("noting what steps do changes nothing", async () => {
  const scenario = scenarios.find(({ name }) => name === "C12-pin");
  if (scenario === undefined) throw new Error("there is no C12-pin");
  const bare = await check(scenario.build({ patches: [], without: [], properties: [] }));
  const probe = new Recorder();
  const noted = await check(scenario.build({ patches: [], without: [], properties: [], probe }));
  expect([noted.states, noted.transitions]).toEqual([bare.states, bare.transitions]);
});
