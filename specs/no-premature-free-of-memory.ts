/**
 * Memory is not freed under the GPU or the CPU: references on tables never guarantee that, fences
 * do.
 */
import { invariant, witness } from "../checker/properties.ts";
import { at } from "../checker/refs.ts";
import type { DriverState } from "../model/state.ts";
import { isKept } from "./kept-memory.ts";
import type { Spec } from "./spec.ts";

export const noPrematureFreeOfMemory: Spec = {
  property: invariant<DriverState>("no-premature-free-of-memory", {
    claim:
      "No running blit and no copy with the CPU touches memory that has been freed, unless an " +
      "eviction freed it and whoever gets it has to wait for that blit",
    source: "driver.md 11 P1, P8",
    holds: (state) =>
      state.fault?.kind !== "use-after-free-memory" &&
      state.requests.every(
        (request) =>
          request?.state !== "running" ||
          [request.source, request.destination].every(
            (memory) =>
              memory === null ||
              at(state, memory) !== null ||
              isKept(state, memory, request.timeline),
          ),
      ),
  }),
  witness: witness<DriverState>("a-blit-runs-on-memory-of-a-ghost", {
    claim: "A blit copies from memory that nobody but a ghost keeps",
    reached: (state) =>
      state.requests.some((request) => request?.state === "running" && request.source !== null) &&
      state.bos.some((bo) => bo?.ghostOf != null && bo.deleted),
  }),
  brokenBy: ["ghost-has-no-fence", "ghost-does-not-wait", "manager-forgets-a-fence"],
};
