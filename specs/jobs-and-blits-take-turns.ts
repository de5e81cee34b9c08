/** A job does not run on memory that a blit is about to read or to fill. */
import { invariant, witness } from "../checker/properties.ts";
import type { Request } from "../model/cells/request.ts";
import type { MemoryRef } from "../model/cells/sgt.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

/** The memory that the page-table entries of a job's bindings lead to. */
function memoryOf({ pageTables }: DriverState, { uses }: Request): (MemoryRef | null)[] {
  const entries = pageTables.flatMap((table) => table?.entries ?? []);
  return entries.flatMap((entry) =>
    entry !== null && uses.includes(entry.resource) ? [entry.memory] : [],
  );
}

/** Whether a blit runs on memory that the job has entries for. */
function meetsABlit(state: DriverState, job: Request): boolean {
  const blits = state.requests.filter((each) => each?.kind === "blit" && each.state === "running");
  return memoryOf(state, job).some(
    (memory) =>
      memory !== null &&
      blits.some((blit) => blit?.source === memory || blit?.destination === memory),
  );
}

export const jobsAndBlitsTakeTurns: Spec = {
  property: invariant<DriverState>("jobs-and-blits-take-turns", {
    claim: "While a job runs, no blit reads or writes the memory that its entries lead to",
    source: "driver.md 11 P7, P8",
    each: "requests",
    holds: (state, index) => {
      const request = state.requests[index] ?? null;
      return request?.kind !== "job" || request.state !== "running" || !meetsABlit(state, request);
    },
  }),
  witness: witness<DriverState>("a-job-waits-for-a-blit", {
    claim: "A job has been built while a blit runs on its memory",
    each: "requests",
    reached: (state, index) => {
      const request = state.requests[index] ?? null;
      return request?.kind === "job" && request.state === "built" && meetsABlit(state, request);
    },
  }),
  brokenBy: ["job-does-not-await-the-object"],
};
