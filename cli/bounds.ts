/** The options that bound a search, as the command line spells them. */
import type { Bound } from "../checker/verdict.ts";
import { parseCount, parseDuration, parseSize } from "./quantities.ts";

export interface BoundArguments {
  readonly depthMax?: string | undefined;
  readonly statesMax?: string | undefined;
  readonly elapsedMax?: string | undefined;
  readonly memoryMax?: string | undefined;
}

/** The bounds of `CheckOptions`; what was not given is left out. */
export interface Bounds {
  readonly depthMax?: number;
  readonly statesMax?: number;
  readonly elapsedMsMax?: number;
  readonly memoryBytesMax?: number;
}

/** Reads the bounds that were given. Throws a UsageError that names the option. */
export function boundsOf({ depthMax, statesMax, elapsedMax, memoryMax }: BoundArguments): Bounds {
  return {
    ...(depthMax !== undefined && { depthMax: parseCount("--depth-max", depthMax, 0) }),
    ...(statesMax !== undefined && { statesMax: parseCount("--states-max", statesMax, 1) }),
    ...(elapsedMax !== undefined && { elapsedMsMax: parseDuration("--elapsed-max", elapsedMax) }),
    ...(memoryMax !== undefined && { memoryBytesMax: parseSize("--memory-max", memoryMax) }),
  };
}

/** Says what cut a search, in the words of the option that moves the bound. */
export function boundInWords(bound: Bound | null, given: BoundArguments): string {
  switch (bound) {
    case "depth":
      return `cut by --depth-max ${given.depthMax ?? ""}`.trimEnd();
    case "states":
      return `cut by --states-max ${given.statesMax ?? ""}`.trimEnd();
    case "elapsed":
      return `cut by --elapsed-max ${given.elapsedMax ?? ""}`.trimEnd();
    case "memory":
      return given.memoryMax === undefined
        ? "cut for want of memory; --memory-max sets how much may be used"
        : `cut by --memory-max ${given.memoryMax}`;
    case "interrupted":
      return "interrupted";
    case null:
      return "cut";
  }
}
