/** When everything has ended and every user reference is dropped, nothing is left. */
import { atRest, witness } from "../checker/properties.ts";
import { ref } from "../checker/refs.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

/** What the driver allocates, and has to free; a live cell at rest has leaked. */
const pools = [
  "objects",
  "bos",
  "resources",
  "blocks",
  "tts",
  "pageVectors",
  "ioSgts",
  "ttSgts",
  "vmas",
  "actives",
  "vmaResources",
  "unbindFences",
  "bindWorks",
  "bindFences",
  "requests",
  "requestFences",
  "memcpyWorks",
  "migrationFences",
  "viewSgts",
] as const;

export const nothingLeaks: Spec = {
  property: atRest<DriverState>("nothing-leaks", {
    claim: "At rest nothing is allocated, referenced, locked, bound or queued any more",
    source: "driver.md 11 P4",
    holds: (state) =>
      state.fault !== null ||
      (pools.every((pool) => state[pool].every((cell) => cell === null)) &&
        state.reservations.every(
          (cell, index) =>
            cell === null || state.vms.some((vm) => vm?.resv === ref("reservations", index)),
        ) &&
        state.timelines.every((timeline) => timeline?.queue.length === 0) &&
        state.pageTables.every((table) => table?.entries.every((entry) => entry === null)) &&
        state.vms.every(
          (vm) =>
            vm?.lock === null &&
            vm.refs.length === 1 &&
            vm.pendingUnbind.length === 0 &&
            vm.nodes.every((node) => node === null),
        )),
  }),
  witness: witness<DriverState>("a-ghost-is-left-behind", {
    claim: "A move leaves a ghost behind that a worker has to free",
    each: "bos",
    reached: ({ bos }, index) => bos[index]?.ghostOf != null && bos[index].deleted,
  }),
  brokenBy: ["ghost-keeps-its-fences"],
};
