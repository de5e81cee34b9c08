/** The files that `drmcheck new` writes. Each works as it stands, and says where to go on. */

interface Template {
  readonly text: string;
  /** The command to try it with. */
  readonly check: string;
}

export type TemplateKind = "patch" | "spec";

/** By kind: yields the file for a name. */
export const templates: Readonly<Record<TemplateKind, (name: string) => Template>> = {
  patch: (name) => {
    const check = `drmcheck check C1-tlb-move --patch ./${name}.ts`;
    return { text: patchText(name, check), check };
  },
  spec: (name) => {
    const check = `drmcheck check C1-move --spec ./${name}.ts`;
    return { text: specText(name, check), check };
  },
};

const patchText = (name: string, check: string): string => `/**
 * ${name}: a change to the procedures of the driver.
 *
 *   ${check}
 *   drmcheck check C1 --patch ./${name}.ts    which scenarios does it change?
 *   drmcheck list procedures                  the procedures, and their steps by label
 */
import { follows, type Patch } from "drmcheck";

const patch: Patch = {
  id: "${name}",
  title: "Nothing is unbound asynchronously",
  // Where it is checked if no scenario is named.
  scenario: "C1-tlb-move",
  edits: [
    // Steps are named "procedure:label". The other edits are
    //   { remove: "f:a" }, { replace: "f:a", by: [...] }, { after: "f:a", insert: [...] }
    //   and { swap: ["f:a", "f:b"] }.
    {
      before: "i915_vma_unbind_async:may it be unbound asynchronously?",
      insert: [
        // step(...) makes a step that others may run before; follows(...) one that runs on from
        // the step before it. k.local has the arguments, k.at(reference) a cell of the state.
        // A step goes on with the next one, or by k.goto, k.call, k.ret or k.wait.
        follows("never", (k) => k.ret("-EBUSY")),
      ],
    },
  ],
};

export default patch;
`;

const specText = (name: string, check: string): string => `/**
 * ${name}: what must hold in every state.
 *
 *   ${check}
 */
import { invariant, witness, type DriverState } from "drmcheck";

export default {
  property: invariant<DriverState>("${name}", {
    claim: "A vma that is bound has a node in its address space",
    // Every vma is judged on its own; a cell is null while nothing is allocated there.
    each: "vmas",
    holds: ({ vmas }, index) => {
      const vma = vmas[index] ?? null;
      return vma === null || vma.bound === 0 || vma.node !== null;
    },
  }),
  // A state that puts the claim to the test: where it is never reached, holding means nothing.
  witness: witness<DriverState>("${name}-is-tested", {
    claim: "A vma is bound",
    each: "vmas",
    reached: ({ vmas }, index) => (vmas[index]?.bound ?? 0) !== 0,
  }),
};
`;
