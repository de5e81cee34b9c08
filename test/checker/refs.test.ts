/** References, and the names that messages offer. */
import { describe, expect, test } from "vitest";
import { ModelError } from "../../checker/model-error.ts";
import { nearestName } from "../../checker/nearest-name.ts";
import { at, collectionOf, indexOf, indices, ref } from "../../checker/refs.ts";

describe("references", () => {
  const state = { vmas: [{ id: 10 }, { id: 11 }], flag: true };

  test("name a collection and an index, and lead to the cell", () => {
    const second = ref("vmas", 1);
    expect(second).toBe("vmas:1");
    expect([collectionOf(second), indexOf(second)]).toEqual(["vmas", 1]);
    expect(at(state, second)).toBe(state.vmas[1]);
  });

  test.each([null, undefined, 3, "", "vmas", "vmas:", "vmas:x", "vmas:1.5", "vmas: 1"])(
    "%j is none",
    (wrong) => {
      expect(() => at(state, wrong as never)).toThrow(ModelError);
    },
  );

  test.each(["vmas:2", "vmas:-1", "flag:0", "vma:0"])("%s leads nowhere", (wrong) => {
    expect(() => at(state, wrong as never)).toThrow(ModelError);
  });

  test("indices count from 0", () => {
    expect(indices(3)).toEqual([0, 1, 2]);
    expect(indices(0)).toEqual([]);
  });
});

describe("the nearest name", () => {
  const known = ["noUseAfterFree", "noDoubleFree", "noLeak"];

  test("is offered when it is near, whatever the case of letters", () => {
    expect(nearestName("noLeaks", known)).toBe('did you mean "noLeak"?');
    expect(nearestName("NOUSEAFTERFREE", known)).toBe('did you mean "noUseAfterFree"?');
  });

  test("is not guessed when none is near: all are listed, or a dozen of many", () => {
    expect(nearestName("zzz", known)).toBe('known are "noUseAfterFree", "noDoubleFree", "noLeak"');
    const many = indices(20).map((index) => `property number ${index}`);
    expect(nearestName("zzz", many)).toMatch(/ and 8 more$/);
    expect(nearestName("zzz", [])).toBe("there is nothing to choose from here");
  });
});
