/** Who takes steps, and how often it is somebody else's turn. */
import type { Json } from "../../checker/json.ts";
import { isRef } from "../../checker/refs.ts";
import type { TraceStep } from "../../checker/trace.ts";

/** A name for who takes a step: its process, told apart by the cell of the state that it is. */
export function actorKey(process: string | null, choice: Json): string {
  return `${process ?? ""} ${isRef(choice) ? choice : ""}`;
}

type Taken = Pick<TraceStep, "process" | "choice">;

/** How often a step is taken by somebody else than the one before. */
export function switchesOf(steps: readonly Taken[]): number {
  const keys = steps.map(({ process, choice }) => actorKey(process, choice));
  return keys.filter((key, index) => index > 0 && key !== keys[index - 1]).length;
}

/** How many take part. */
export function actorsOf(steps: readonly Taken[]): number {
  return new Set(steps.map(({ process, choice }) => actorKey(process, choice))).size;
}
