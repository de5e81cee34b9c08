/** No user of a mapping sees what others have left. */
import { invariant, witness } from "../checker/properties.ts";
import { ref } from "../checker/refs.ts";
import { isFit } from "../model/cells/content.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";
import { contentAt } from "./visible-content.ts";

export const usersMapNoStaleData: Spec = {
  property: invariant<DriverState>("users-map-no-stale-data", {
    claim: "What a user has mapped holds nothing of others, whether the GPU is wedged or not",
    source: "driver.md 5 B12 6, 11 P9",
    each: "userMappings",
    holds: (state, index) => {
      const memory = state.userMappings[index]?.memory ?? null;
      const content = memory === null ? null : contentAt(state, memory);
      return content === null || isFit(content.data, ref("objects", index));
    },
  }),
  witness: witness<DriverState>("a-user-maps-cleared-memory", {
    claim: "A user has mapped local memory that was cleared, and account is kept of what is in it",
    each: "userMappings",
    reached: (state, index) => {
      const memory = state.userMappings[index]?.memory ?? null;
      if (memory?.startsWith("blocks:") !== true) return false;
      return contentAt(state, memory)?.data === "zero";
    },
  }),
  brokenBy: ["unknown-state-is-not-noted"],
};
