/** Finding what is built in by name, in a small catalogue. */
import { describe, expect, it } from "vitest";
import {
  findPatches,
  findProperties,
  looksLikePath,
  refuseUnknownStep,
  type Catalogue,
} from "../../cli/catalogue.ts";
import { boundsChoices, selectScenarios, type BoundsChoice } from "../../cli/selection.ts";
import { bounds } from "../../model/scenario.ts";

const patch = (id: string, bug: string | null) => ({ id, bug, scenario: "evict", edits: [] });

const catalogue = {
  scenarios: [
    { name: "A-bind", configuration: "A", bounds: "quick" },
    { name: "A-evict", configuration: "A", bounds: "standard" },
    { name: "B-evict", configuration: "B", bounds: "standard" },
    { name: "A-shrink", configuration: "A", bounds: "quick" },
  ],
  patches: [patch("late-put", "O11"), patch("early-free", "L3"), patch("other-free", "L3")],
  procedures: [{ name: "i915_vma_unbind", steps: [{ label: "lock vm->mutex" }] }],
  specs: [{ property: { id: "noLeak" }, witness: { id: "allFreed" } }],
} as unknown as Catalogue;

const select = (names: readonly string[], chosen: BoundsChoice | undefined): string[] =>
  selectScenarios(catalogue, names, chosen).map((each) => each.name);

describe("a choice of scenarios", () => {
  it("holds all that are quick, or that have the bounds asked for", () => {
    expect(boundsChoices).toEqual([...bounds, "all"]);
    expect(select([], undefined)).toEqual(["A-bind", "A-shrink"]);
    expect(select([], "standard")).toEqual(["A-evict", "B-evict"]);
    expect(select([], "all")).toEqual(["A-bind", "A-evict", "B-evict", "A-shrink"]);
  });

  it("holds those of a configuration that have these bounds, each once", () => {
    expect(select(["A"], undefined)).toEqual(["A-bind", "A-shrink"]);
    expect(select(["A-shrink", "A"], undefined)).toEqual(["A-shrink", "A-bind"]);
    expect(select(["A", "B"], "standard")).toEqual(["A-evict", "B-evict"]);
    expect(select(["A"], "all")).toEqual(["A-bind", "A-evict", "A-shrink"]);
  });

  it("holds a scenario that is named, whatever its bounds are, unless they contradict", () => {
    expect(select(["A-evict"], undefined)).toEqual(["A-evict"]);
    expect(select(["A-evict"], "standard")).toEqual(["A-evict"]);
    expect(select(["A-evict"], "all")).toEqual(["A-evict"]);
    expect(() => select(["A-evict"], "quick")).toThrow(
      "A-evict is a standard scenario, which --bounds quick leaves out; " +
        "a scenario that is named needs no --bounds",
    );
  });

  it("that would be empty is refused, and says which bounds there are", () => {
    expect(() => select(["B"], undefined)).toThrow(
      "B has no quick scenarios; it has standard ones (--bounds standard)",
    );
    expect(() => select(["A"], "deep")).toThrow(
      "A has no deep scenarios; " +
        "it has quick and standard ones (--bounds quick or --bounds standard)",
    );
    expect(() => select([], "deep")).toThrow("the model has no deep scenarios; ");
  });

  it("offers the nearest scenario or configuration for a wrong name, and a file", () => {
    const wrong = 'there is no scenario or configuration "A-evit"; did you mean "A-evict"?';
    expect(() => select(["A-evit"], undefined)).toThrow(wrong);
    expect(() => select(["b"], undefined)).toThrow('did you mean "B"?');
    expect(() => select(["LICENSE-or-cli"], undefined)).not.toThrow("write ./");
    expect(() => select(["cli"], undefined)).toThrow("for the file of that name, write ./cli");
  });
});

describe("a name", () => {
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
