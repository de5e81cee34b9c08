/** Nobody sees what others have left in the memory. */
import { invariant, witness } from "../checker/properties.ts";
import { ref } from "../checker/refs.ts";
import { isFit } from "../model/cells/content.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";
import { contentAt, visibleContent } from "./visible-content.ts";

/** Says whether every entry that a running job was built on leads to what it may see. */
function jobsSeeTheirOwn(state: DriverState): boolean {
  return state.requests.every(
    (request) =>
      request?.state !== "running" ||
      request.writes.every((object, index) =>
        state.pageTables.every((table) =>
          (table?.entries ?? []).every((entry) => {
            if (entry === null || entry.resource !== request.uses[index]) return true;
            const content = contentAt(state, entry.memory);
            return content === null || isFit(content.data, object);
          }),
        ),
      ),
  );
}

export const noStaleData: Spec = {
  property: invariant<DriverState>("no-stale-data", {
    claim:
      "Once its fences let anybody see an object, or a job runs on it, its memory holds nothing " +
      "of others, unless its state is known to be unknown or the GPU is wedged",
    source: "driver.md 11 P9",
    holds: (state) =>
      state.objectContents.every((_, index) => {
        const content = visibleContent(state, index);
        const object = ref("objects", index);
        return content === null || (isFit(content.data, object) && isFit(content.metadata, object));
      }) && jobsSeeTheirOwn(state),
  }),
  witness: witness<DriverState>("memory-of-others-is-cleared", {
    claim: "A block that holds the data of one object belongs to another, whose blit is under way",
    reached: (state) =>
      state.blockContents.some(
        (content, index) =>
          content?.data.startsWith("objects:") === true &&
          state.requests.some(
            (request) =>
              request?.state === "built" &&
              request.source === null &&
              request.destination === ref("blocks", index),
          ),
      ),
  }),
  brokenBy: ["raw-fence-for-local-memory", "blit-forgets-the-metadata", "wedged-after-the-signal"],
};
