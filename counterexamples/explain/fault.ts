/**
 * Records of what went wrong that a model itself makes: a leaf of the state that becomes a record
 * with a text `what`, and if there are such, a `kind` and the `cell` that it is about. Models that
 * find misuse in the step that does it can say more of it than a property that finds it later.
 */
import type { Json } from "../../checker/json.ts";
import type { Change } from "../../checker/trace.ts";

export interface FaultRecord {
  readonly what: string;
  readonly kind: string | null;
  readonly cell: string | null;
}

/** Yields the first such record among changes; null: there is none. */
export function faultIn(changes: readonly Change[]): FaultRecord | null {
  for (const { new: record } of changes) {
    if (typeof record !== "object" || record === null || Array.isArray(record)) continue;
    const { what, kind, cell } = record as Readonly<Record<string, Json>>;
    if (typeof what !== "string") continue;
    return {
      what,
      kind: typeof kind === "string" ? kind : null,
      cell: typeof cell === "string" ? cell : null,
    };
  }
  return null;
}

/** `refcount-underflow on sgts:0: vmas:0 drops a reference that it does not hold`. */
export function faultText({ what, kind, cell }: FaultRecord): string {
  const head = [kind, cell].filter((each) => each !== null).join(" on ");
  return head === "" ? what : `${head}: ${what}`;
}
