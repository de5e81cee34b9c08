/** Finding what is built in by name, in a small catalogue. */
import { describe, expect, it } from "vitest";
import {
  findPatches,
  findProperties,
  findScenario,
  looksLikePath,
  refuseUnknownStep,
  type Catalogue,
} from "../../cli/catalogue.ts";

const patch = (id: string, bug: string | null) => ({ id, bug, scenario: "evict", edits: [] });

const catalogue = {
  scenarios: [{ name: "bind-and-unbind" }, { name: "evict" }],
  patches: [patch("late-put", "O11"), patch("early-free", "L3"), patch("other-free", "L3")],
  procedures: [{ name: "i915_vma_unbind", steps: [{ label: "lock vm->mutex" }] }],
  specs: [{ property: { id: "noLeak" }, witness: { id: "allFreed" } }],
} as unknown as Catalogue;

describe("a name", () => {
  it("finds a scenario, and offers the nearest for a wrong one", () => {
    expect(findScenario(catalogue, "evict")).toBe(catalogue.scenarios[1]);
    expect(() => findScenario(catalogue, "evit")).toThrow(
      'there is no scenario "evit"; did you mean "evict"?',
    );
  });

  it("that is also a file says how to mean the file", () => {
    expect(() => findScenario(catalogue, "LICENSE-or-cli")).not.toThrow("write ./");
    expect(() => findScenario(catalogue, "cli")).toThrow("for the file of that name, write ./cli");
  });

  it("finds a patch by its id or by its bug, unless the bug has several", async () => {
    expect(await findPatches(catalogue, "early-free")).toEqual([catalogue.patches[1]]);
    expect(await findPatches(catalogue, "O11")).toEqual([catalogue.patches[0]]);
    await expect(findPatches(catalogue, "L3")).rejects.toThrow(
      "bug L3 has several patches; name one of them: early-free, other-free",
    );
    await expect(findPatches(catalogue, "O12")).rejects.toThrow('there is no patch "O12"');
  });

  it("finds the property and the witness of a spec", async () => {
    const found = await findProperties(catalogue, "noLeak");
    expect(found.map((each) => each.id)).toEqual(["noLeak", "allFreed"]);
    await expect(findProperties(catalogue, "noLeek")).rejects.toThrow('did you mean "noLeak"?');
  });

  it("finds a step by procedure and label", () => {
    const refuse = (text: string) => () => refuseUnknownStep(catalogue, text);
    expect(refuse("i915_vma_unbind:lock vm->mutex")).not.toThrow();
    expect(refuse("i915_vma_unbind: lock vm->mutex")).not.toThrow();
    expect(refuse("lock")).toThrow('--without takes "procedure:label", not "lock"');
    expect(refuse("i915_vma_unbnd:x")).toThrow('there is no procedure "i915_vma_unbnd"; did you');
    expect(refuse("i915_vma_unbind:lock")).toThrow('there is no step in i915_vma_unbind "lock"');
  });

  it("is a path when it has a separator or a module's extension", () => {
    const paths = ["./x", "a/b", "x.ts", "x.mjs", "x.json", "C:\\x"];
    expect(paths.filter(looksLikePath)).toEqual(paths);
    expect(["bind-and-unbind", "O11", "v1.2"].filter(looksLikePath)).toEqual([]);
  });
});
