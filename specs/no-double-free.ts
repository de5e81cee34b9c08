/** Nothing is freed twice, and nobody drops a reference that it does not hold. */
import { witness } from "../checker/properties.ts";
import type { DriverState } from "../model/state.ts";
import { noFault, type Spec } from "./spec.ts";

export const noDoubleFree: Spec = {
  property: noFault("no-double-free", {
    claim: "Nothing is freed twice, and every put is by somebody who holds a reference",
    source: "driver.md 11 P3",
    kinds: ["double-free", "refcount-underflow"],
  }),
  witness: witness<DriverState>("everything-is-freed", {
    claim: "The object, and whatever stood for it, is freed in the end",
    reached: ({ objects, bos, vmaResources, processes }) =>
      objects.length > 0 &&
      [objects, bos, vmaResources, processes].every((pool) => pool.every((cell) => cell === null)),
  }),
  brokenBy: [
    "chain-takes-no-reference",
    "vm-handle-is-published-first",
    "callee-frees-the-table",
    "pages-are-put-one-by-one",
    "failed-mmap-puts-the-object",
    "failed-import-keeps-the-table",
  ],
};
