/** Two copies at once never use the same memory, unless both only read it. */
import { invariant, witness } from "../checker/properties.ts";
import type { Request } from "../model/cells/request.ts";
import type { DriverState } from "../model/state.ts";
import { isKept } from "./kept-memory.ts";
import type { Spec } from "./spec.ts";

const running = ({ requests }: DriverState): Request[] =>
  requests.filter(
    (request) => request?.kind === "blit" && request.state === "running",
  ) as Request[];

export const copiesDoNotOverlap: Spec = {
  property: invariant<DriverState>("copies-do-not-overlap", {
    claim: "No blit runs, and no CPU copies, on memory that another running blit reads or writes",
    source: "driver.md 11 P8",
    holds: (state) => {
      const blits = running(state);
      return (
        state.fault?.kind !== "copy-overlaps-a-copy" &&
        blits.every(({ destination }, index) =>
          blits.every(
            (other, position) =>
              index === position ||
              (other.source !== destination && other.destination !== destination),
          ),
        )
      );
    },
  }),
  witness: witness<DriverState>("a-freed-block-is-still-read", {
    claim: "A blit copies from a block that its eviction has freed already",
    reached: (state) =>
      running(state).some(
        ({ source }) =>
          source?.startsWith("blocks:") === true &&
          state.blocks[Number(source.slice("blocks:".length))] === null &&
          isKept(state, source),
      ),
  }),
  brokenBy: ["copy-does-not-wait-for-evictions"],
};
