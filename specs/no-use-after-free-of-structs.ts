/**
 * A struct is not used once its last reference is gone: the first of the three lifetimes kept
 * apart.
 */
import { witness } from "../checker/properties.ts";
import type { DriverState } from "../model/state.ts";
import { noFault, type Spec } from "./spec.ts";

export const noUseAfterFreeOfStructs: Spec = {
  property: noFault("no-use-after-free-of-structs", {
    claim: "No object, table, resource, work, request or fence is used after it has been freed",
    source: "driver.md 11 P2",
    kinds: ["use-after-free-struct", "null-pointer"],
  }),
  witness: witness<DriverState>("a-table-outlives-its-placement", {
    claim: "A pending bind is the last holder of a table whose object has moved on",
    reached: ({ ioSgts, vmaResources }) =>
      ioSgts.some((sgt) => sgt?.refs.length === 1 && sgt.refs[0]?.startsWith("vmaResources")) &&
      vmaResources.some((resource) => resource?.bind === "pending"),
  }),
  brokenBy: [
    "binding-is-no-user",
    "relocation-takes-no-mutex",
    "bind-work-takes-no-reference",
    "raw-tables-across-moves",
    "memcpy-work-takes-no-tables",
    "capture-reads-the-vma",
    "vma-destroy-reads-the-vm-late",
    "vma-destroy-skips-the-mutex",
    "callee-frees-the-tts-table",
    "purge-remembers-the-old-tt",
    "swap-notify-converts-ghosts",
    "iterator-outlives-its-resource",
    "copy-outlives-its-resource",
    "cleanup-puts-twice",
    "failed-read-stays-in-the-vector",
    "driver-caches-the-table",
    "dead-vm-frees-the-resource",
  ],
};
