/** What a trace says of its origin that comes from a test. */
import type { TraceHead } from "../../checker/trace-builder.ts";

export const fromNowhere: Omit<TraceHead, "system" | "property" | "claim"> = {
  scenario: null,
  patches: [],
  without: [],
  drop: [],
  words: null,
  seed: null,
};
