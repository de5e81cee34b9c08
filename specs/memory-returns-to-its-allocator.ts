/** What came from a slab goes back to that slab. */
import { witness } from "../checker/properties.ts";
import type { DriverState } from "../model/state.ts";
import { noFault, type Spec } from "./spec.ts";

export const memoryReturnsToItsAllocator: Spec = {
  property: noFault("memory-returns-to-its-allocator", {
    claim: "No vma resource is freed by another allocator than the slab that it came from",
    source: "driver.md 6.2, 6.3, 11 P3",
    kinds: ["wrong-allocator"],
  }),
  witness: witness<DriverState>("a-rebind-has-a-spare-resource", {
    claim: "Somebody has a resource to bind with, while all vmas have one already",
    reached: ({ vmas, vmaResources }) =>
      vmas.every((vma) => vma !== null && vma.resource !== null) &&
      vmaResources.some((each) => each !== null && each.vm === null && each.unbind === "none"),
  }),
  brokenBy: ["spare-resource-goes-to-kfree"],
};
