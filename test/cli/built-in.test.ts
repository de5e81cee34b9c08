/** What is built in, as the command line finds, lists and completes it. */
import { describe, expect, it } from "vitest";
import { loadCatalogue, type Catalogue } from "../../cli/catalogue.ts";
import { planRuns } from "../../cli/plan.ts";
import { listingAsJson, renderListing, topics } from "../../cli/render/listing.ts";
import { runCli } from "./run-cli.ts";

const catalogue: Catalogue = await loadCatalogue();
const given = {
  what: [],
  spec: [],
  patch: [],
  without: [],
  drop: [],
  verifyPurity: false,
  json: false,
  coverage: false,
  strict: false,
};
const [scenario] = catalogue.scenarios;
const [patch] = catalogue.patches;
if (scenario === undefined || patch === undefined) throw new Error("nothing is built in");

describe("a plan", () => {
  it("without names holds every quick scenario, unchanged, with all specs", async () => {
    const runs = await planRuns(given);
    const quick = catalogue.scenarios.filter(({ bounds }) => bounds === "quick");
    expect(runs.map((each) => each.origin?.scenario)).toEqual(quick.map((each) => each.name));
    for (const { system, declared, judged } of runs) {
      expect(declared).not.toBeNull();
      expect(judged).toBeNull();
      const ids = system.properties.map((each) => each.id);
      const specs = catalogue.specs.flatMap(({ property, witness }) => [property.id, witness.id]);
      expect(ids).toEqual(expect.arrayContaining(specs));
    }
  });

  it("with a patch alone holds its own scenario, with nothing declared", async () => {
    const [run, ...others] = await planRuns({ ...given, patch: [patch.id] });
    expect(others).toEqual([]);
    expect(run).toMatchObject({
      declared: null,
      origin: { scenario: patch.scenario, patches: [patch.id], without: [] },
      command: `drmcheck check ${patch.scenario} --patch ${patch.id}`,
    });
  });

  it("without a step says so in its origin, and declares nothing", async () => {
    const [{ name, steps }] = catalogue.procedures as [(typeof catalogue.procedures)[0]];
    const without = [`${name}:${steps[0]?.label ?? ""}`];
    const [run] = await planRuns({ ...given, what: [scenario.name], without });
    expect(run).toMatchObject({
      declared: null,
      origin: { scenario: scenario.name, patches: [], without },
    });
  });

  it("of a smaller scenario says so in its origin, and declares nothing", async () => {
    const drop = [scenario.parts[0]?.id ?? ""];
    const [run] = await planRuns({ ...given, what: [scenario.name], drop });
    expect(run).toMatchObject({
      name: `${scenario.name}, dropping ${drop.join(" ")}`,
      declared: null,
      unchanged: null,
      origin: { scenario: scenario.name, drop },
      command: `drmcheck check ${scenario.name} --drop ${drop.join(" ")}`,
    });
  });

  it("with specs judges those and their witnesses, which must then be reached", async () => {
    const { property, witness } = catalogue.specs[0] ?? expect.fail("no spec");
    const what = [scenario.name];
    const [run] = await planRuns({ ...given, what, spec: [property.id, "deadlock"] });
    expect(run).toMatchObject({
      judged: [property.id, witness.id, "deadlock"],
      mustReach: true,
      declared: null,
    });
  });

  it.each([
    [{ what: ["no-such"] }, 'there is no scenario or configuration "no-such"; '],
    [{ patch: ["O99999"] }, 'there is no patch "O99999"; '],
    [{ spec: ["no-such-spec"] }, 'there is no spec "no-such-spec"; '],
    [{ what: [scenario.name], drop: ["9.9"] }, `${scenario.name} has no part "9.9"; it has 1.1 (`],
    [{ without: ["no_such_function:step"] }, 'there is no procedure "no_such_function"; '],
  ])("of what is not there is refused: %j", async (wrong, message) => {
    await expect(planRuns({ ...given, ...wrong })).rejects.toThrow(message);
  });
});

describe("a check of one scenario", { timeout: 120_000 }, () => {
  it("says in JSON what it has exercised, and where the rest is", async () => {
    const { status, stdout } = await runCli(["check", "C1-recovery-system", "--json"]);
    const document = JSON.parse(stdout) as {
      runs: {
        shows: string[];
        premises: { property: string; states: number; exercisedBy: string[] }[];
        steps: { total: number; neverRan: string[]; onlyWaited: string[]; neverWaited: string[] };
      }[];
      premises: unknown[];
      steps: unknown;
    };
    const [run] = document.runs;
    expect(status).toBe(0);
    expect(run?.premises).toHaveLength(catalogue.specs.length);
    const unexercised = run?.premises.filter(({ states }) => states === 0) ?? [];
    expect(unexercised.length).toBeGreaterThan(0);
    expect(unexercised.filter(({ exercisedBy }) => exercisedBy.length === 0)).toEqual([]);
    const steps = catalogue.procedures.flatMap((each) => each.steps);
    expect(run?.steps.total).toBe(steps.length);
    expect(run?.steps.neverRan.length).toBeLessThan(steps.length);
    expect(document.steps).toEqual(run?.steps);
    expect(document.premises).toHaveLength(catalogue.specs.length);
  });
});

describe("a check of some scenarios", { timeout: 120_000 }, () => {
  it("says what none of them exercises, which is no failure while others do", async () => {
    const { status, stdout } = await runCli(["check", "C1-gpu", "C1-recovery-system"]);
    expect(stdout).toMatch(/not exercised in any of these runs \(\d+\)\n +[\w-]+ +C1-/);
    expect(stdout).toMatch(/ of \d+ properties exercised; a pass says nothing of the others\n/);
    expect(status).toBe(0);
  });
});

describe("the lists", () => {
  it("name everything that is built in", () => {
    const text = renderListing(catalogue, topics, {
      colours: false,
      width: 100,
      rowWidth: Infinity,
    });
    const names = [
      ...catalogue.scenarios.map((each) => each.name),
      ...catalogue.specs.flatMap(({ property, witness }) => [property.id, witness.id]),
      ...catalogue.patches.map((each) => each.id),
      ...catalogue.procedures.flatMap(({ name, steps }) => [name, ...steps.map((s) => s.label)]),
    ];
    expect(names.filter((name) => !text.includes(name))).toEqual([]);
  });

  it("of scenarios say the configuration and the bounds, and say so where there are none", () => {
    const pipe = { colours: false, width: 100, rowWidth: Infinity };
    const [first] = renderListing(catalogue, ["scenarios"], pipe).split("\n");
    expect(first).toMatch(/^C1: \d+ quick/);
    expect(renderListing({ ...catalogue, scenarios: [] }, ["scenarios"], pipe)).toBe("  none");
  });

  it("are plain JSON under --json", { timeout: 120_000 }, async () => {
    const { status, stdout } = await runCli(["list", "--json"]);
    const wanted = topics.filter((topic) => topic !== "procedures");
    expect(JSON.parse(stdout)).toEqual(
      JSON.parse(JSON.stringify(listingAsJson(catalogue, wanted))),
    );
    expect(status).toBe(0);
  });
});

describe("completion", { timeout: 120_000 }, () => {
  it("offers scenarios and configurations after check, and values after options", async () => {
    const complete = (...words: string[]) =>
      runCli(["--get-yargs-completions", "drmcheck", ...words]);
    const [scenarios, patches, bounds] = await Promise.all([
      complete("check", ""),
      complete("check", "--patch", ""),
      complete("check", "--bounds", ""),
    ]);
    expect(scenarios.stdout.split("\n")).toContain(scenario.name);
    expect(scenarios.stdout.split("\n")).toContain(scenario.configuration);
    expect(bounds.stdout.split("\n")).toContain("standard");
    expect(patches.stdout.split("\n")).toContain(patch.id);
    expect([scenarios.stderr, patches.stderr]).toEqual(["", ""]);
  });
});
