/** Whoever makes room ends some time. */
import { stepProperty, witness } from "../checker/properties.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

/** Where the next victim is looked for. */
const searches: Readonly<Record<string, string>> = {
  ttm_bo_validate: "make room in the next place",
  ttm_resource_manager_evict_all: "evict the first",
};

/** Whether a process is about to look for a victim. */
function isSearching({ processes }: DriverState, index: number): boolean {
  const frame = processes[index]?.stack.at(-1);
  return frame !== undefined && frame.at !== null && searches[frame.procedure] === frame.at;
}

/** Where somebody learns what has become of a victim. */
const ends = ["ttm_bo_validate: was room made?", "ttm_resource_manager_evict_all: was it evicted?"];

const differ = (before: DriverState, after: DriverState): boolean =>
  JSON.stringify(before) !== JSON.stringify(after);

/** How many waits have been interrupted. */
const signals = ({ injections }: DriverState): number =>
  injections.taken.filter((error) => error === "-EINTR").length;

export const evictionsGoOn: Spec = {
  property: stepProperty<DriverState>("evictions-go-on", {
    claim:
      "Whoever looks for another victim has not been interrupted at the last one, and finds " +
      "something changed",
    source: "driver.md 10.2; 11 P25, L6",
    holds: (before, after, { label }) => {
      if (!ends.some((end) => label?.includes(end) === true)) return true;
      const searching = after.processes.flatMap((_, index) =>
        isSearching(after, index) ? [isSearching(before, index)] : [],
      );
      if (signals(before) !== signals(after)) return searching.every((hasSearched) => hasSearched);
      return searching.every((hasSearched) => !hasSearched) || differ(before, after);
    },
  }),
  witness: witness<DriverState>("somebody-waits-for-a-released-victim", {
    claim: "Whoever makes room waits for the fences of an object that has been released",
    each: "processes",
    reached: ({ processes }, index) =>
      processes[index]?.stack.at(-1)?.procedure === "ttm_bo_cleanup_refs",
  }),
  brokenBy: ["interrupted-cleanup-is-no-error"],
};
