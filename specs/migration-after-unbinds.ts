/**
 * A blit does not start while page-table entries still lead to the memory that it reads or writes,
 * unless it copies one object into another, of which neither moves.
 */
import { invariant, witness } from "../checker/properties.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

export const migrationAfterUnbinds: Spec = {
  property: invariant<DriverState>("migration-after-unbinds", {
    claim:
      "While a blit moves or clears an object, no page-table entry points at its source or its " +
      "destination",
    source: "driver.md 11 P8",
    holds: ({ requests, pageTables, vms }) => {
      // In an address space that is dying, no job can run, and entries are left as they are.
      const entries = pageTables.flatMap((table, index) =>
        vms[index]?.refs.length === 0 ? [] : (table?.entries ?? []),
      );
      return requests.every(
        (request) =>
          request?.kind !== "blit" ||
          request.state !== "running" ||
          request.isCopy === true ||
          entries.every((entry) => {
            const memory = entry?.memory ?? null;
            return memory === null || ![request.source, request.destination].includes(memory);
          }),
      );
    },
  }),
  witness: witness<DriverState>("blit-waits-for-an-unbind", {
    claim: "A copy has been submitted while page-table entries still lead to its source",
    reached: ({ requests, pageTables }) =>
      requests.some(
        (request) =>
          request?.state === "built" &&
          request.source !== null &&
          pageTables.some((table) =>
            table?.entries.some((entry) => entry?.memory === request.source),
          ),
      ),
  }),
  brokenBy: ["migration-does-not-wait-for-the-unbind"],
};
