/** Who takes steps. */
import type { Json } from "../checker/json.ts";
import { isRef } from "../checker/refs.ts";

/** A name for who takes a step: its process, told apart by the cell of the state that it is. */
export function actorKey(process: string | null, choice: Json): string {
  return `${process ?? ""} ${isRef(choice) ? choice : ""}`;
}
