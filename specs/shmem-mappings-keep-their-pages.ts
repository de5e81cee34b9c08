/** Nothing that leads to pages of the shmem helper outlives them: CPU, kernel and GPU alike. */
import { invariant, witness } from "../checker/properties.ts";
import { at, type Ref } from "../checker/refs.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

export const shmemMappingsKeepTheirPages: Spec = {
  property: invariant<DriverState>("shmem-mappings-keep-their-pages", {
    claim: "No entry of the CPU or the GPU, TLBs included, leads to pages that have been freed",
    source: "driver.md 9 R2; 11 P1, P23",
    holds: (state) => {
      const isLive = (pages: Ref<"shmemPages"> | null): boolean =>
        pages === null || at(state, pages) !== null;
      return (
        state.gpuMappings.every(
          (each) => each === null || (isLive(each.entries) && isLive(each.tlb)),
        ) &&
        state.areas.every((each) => each === null || isLive(each.entries)) &&
        state.shmemObjects.every((each) => each === null || isLive(each.vaddr))
      );
    },
  }),
  witness: witness<DriverState>("cpu-and-gpu-share-pages", {
    claim: "The CPU and the GPU have both mapped the same pages of the shmem helper",
    reached: ({ gpuMappings, areas }) =>
      gpuMappings.some(
        (each) =>
          each?.entries != null &&
          areas.some((area) => area != null && area.entries === each.entries),
      ),
  }),
  brokenBy: ["unmap-does-not-flush"],
};
