/** Patches of the user's: outside of the repository, with our API, and refused in one message. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { follows } from "drmcheck";
import type { AnyPatch } from "../../cli/catalogue.ts";
import { faultOf } from "../../cli/user-patch.ts";
import { runCli, type Ran } from "./run-cli.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "drmcheck-patch-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Checks a scenario with a patch that has these edits. */
async function checkEdits(id: string, edits: string, scenario: string): Promise<Ran> {
  const file = join(folder, `${id}.ts`);
  const imports = [
    "dmaResvIsIdle",
    "follows",
    "objectResv",
    "procedureCalled",
    "step",
    "type Patch",
    "type Ref",
  ];
  await writeFile(
    file,
    `import { ${imports.join(", ")} } from "drmcheck";
interface Local { vma: Ref<"vmas"> }
const unbind = procedureCalled<Local, unknown>("i915_vma_unbind");
const none = procedureCalled<object, unknown>("i915_vma_unbint");
const patch: Patch = { id: "${id}", edits: [${edits}] };
export default patch;
void [dmaResvIsIdle, follows, objectResv, step, unbind, none];
`,
  );
  return runCli(["check", scenario, "--patch", file]);
}

const first = '"i915_vma_unbind_async:may it be unbound asynchronously?"';

describe("a patch of the user's", { concurrent: true, timeout: 120_000 }, () => {
  it("may use the primitives and call procedures", async () => {
    const calls = `{ before: ${first}, insert: [
      step<Local, unknown>("is the object idle?", (k) => {
        const { object } = k.at(k.local.vma);
        if (!dmaResvIsIdle(k, objectResv(k, object), "BOOKKEEP")) return;
        return k.call(unbind, { vma: k.local.vma }, "unbound");
      }),
      follows("not idle", (k) => k.goto("may it be unbound asynchronously?")),
      follows("unbound", (k) => k.ret(k.resultOf(unbind))),
    ] }`;
    const { status, stdout, stderr } = await checkEdits("idle-first", calls, "C1-tlb-move");
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^C1-tlb-move, idle-first: /);
    expect(stdout).not.toContain("206 states");
    expect(status).toBeLessThan(2);
  });

  it.each([
    [
      "misspelt-step",
      '{ remove: "i915_vma_unbind_async:reserve two fence slot" }',
      /i915_vma_unbind_async has no step "reserve .*did you mean "reserve two fence slots"\?/s,
    ],
    [
      "misspelt-procedure",
      '{ remove: "i915_vma_unbind_asinc:unbind" }',
      /There is no procedure "i915_vma_unbind_asinc".*did you mean "i915_vma_unbind_async"\?/s,
    ],
    ["no-colon", '{ remove: "unbind" }', /"unbind" names no step.*write it as "procedure:label"/s],
    [
      "misspelt-call",
      `{ before: ${first}, insert: [step("x", (k) => k.call(none, {}))] }`,
      /A step calls "i915_vma_unbint", which is no procedure.*did you mean "i915_vma_unbind"\?/s,
    ],
    [
      "misspelt-label",
      `{ before: ${first}, insert: [step("x", (k) => k.goto("unbint"))] }`,
      /goes to "unbint", which is none of its steps.*did you mean "unbind"\?/s,
    ],
    ["misspelt-edit", '{ remoev: "f:x" }', /edit 1 of "misspelt-edit" begins with "remoev"; did/],
  ])("with a mistake yields one message and 2: %s", async (id, edits, message) => {
    const { status, stdout, stderr } = await checkEdits(id, edits, "C1-tlb-move");
    expect(stderr).toMatch(/^drmcheck: /);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^ +at |a mistake in drmcheck/m);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  });
});

const swap = { swap: ["f:a", "f:b"] };

describe("the form of a patch", () => {
  it("has an id and edits of five forms", () => {
    const steps = [follows("x", () => {})];
    const edits = [
      { remove: "f:a" },
      { replace: "f:a", by: [] },
      { before: "f:a", insert: steps },
      { after: "f:a", insert: steps },
      swap,
    ];
    expect(faultOf({ id: "x", edits } as AnyPatch)).toBeNull();
  });

  it.each<[string, unknown]>([
    ["its id is no text", { id: 1, edits: [swap] }],
    ['"x" has no edits', { id: "x", edits: [] }],
    ['edit 2 of "x" is no record', { id: "x", edits: [swap, null] }],
    ['edit 1 of "x" is empty; known are "remove", ', { id: "x", edits: [{}] }],
    ['begins with "remoev"; did you mean "remove"?', { id: "x", edits: [{ remoev: "f:a" }] }],
    ['has no list of steps as "by"', { id: "x", edits: [{ replace: "f:a" }] }],
    ['as "by" that is no step; step(...)', { id: "x", edits: [{ replace: "f:a", by: ["b"] }] }],
    ["swaps no pair of steps", { id: "x", edits: [{ swap: ["f:a"] }] }],
    ["has remove and swap; write an edit for", { id: "x", edits: [{ remove: "f:a", ...swap }] }],
    ['names no step to remove; "procedure:', { id: "x", edits: [{ remove: 1 }] }],
  ])("is found out where %s", (fault, patch) => {
    expect(faultOf(patch as AnyPatch)).toContain(fault);
  });
});
