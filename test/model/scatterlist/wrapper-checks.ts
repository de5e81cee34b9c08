/**
 * The life of wrapped tables against the simplest account of it: a struct lives as long as somebody
 * has a reference, and is freed once. Structs come from a heap that notices misuse.
 */
import type { SgTable } from "../../../model/scatterlist/segment.ts";
import type { RefcountedTable } from "../../../model/scatterlist/refcounted.ts";
import type { Wrappers } from "./checks.ts";

/** What happens to a wrapper after it was made, in order; puts beyond the last one are left out. */
export type Deed = "get" | "put" | "unpopulate";
export type Kind = "owned" | "embedded";

export interface Life {
  readonly kind: Kind;
  /** Whether there is memory for the entries. */
  readonly isFilled: boolean;
  readonly deeds: readonly Deed[];
}

const table: SgTable = { entries: [{ address: 0, pages: 1 }], used: 1 };

/** One struct of the heap. */
class Struct {
  freed = 0;
  complaints = 0;
  free(): void {
    this.freed++;
  }
  complain(): void {
    this.complaints++;
  }
}

/** Lives one life; yields what was wrong with it, or null. */
export function faultOfLife(wrappers: Wrappers, { kind, isFilled, deeds }: Life): string | null {
  const struct = new Struct();
  const wrapper: RefcountedTable & { free?: () => void } = new wrappers.RefcountedTable(() =>
    kind === "owned"
      ? wrappers.releaseOwned(struct)
      : wrappers.releaseEmbedded(struct, wrapper.table !== null),
  );
  // For variants that free what they were given.
  wrapper.free = () => struct.free();
  const filled = wrappers.fillWrapper(wrapper, () => (isFilled ? table : null));
  if ((filled === null) === isFilled) return "the wrong result";
  let references = isFilled ? 1 : 0;
  let expectedComplaints = 0;
  for (const deed of deeds) {
    if (references === 0) break;
    if (deed === "unpopulate") wrapper.table = null;
    else if (deed === "get") {
      wrapper.get();
      references++;
    } else {
      if (references === 1 && kind === "embedded" && wrapper.table !== null) expectedComplaints = 1;
      wrapper.put();
      references--;
    }
    if (references > 0 && struct.freed > 0) return "freed too early";
  }
  // Whoever has a reference left puts it, once the tt is empty.
  wrapper.table = null;
  for (; references > 0; references--) {
    if (struct.freed > 0) return "freed too early";
    wrapper.put();
  }
  if (struct.freed > 1) return "double free";
  if (struct.freed === 0) return "leak";
  if (struct.complaints < expectedComplaints) return "released with its table, silently";
  return struct.complaints > expectedComplaints ? "a complaint without cause" : null;
}

const deedsOf = (length: number): Deed[][] =>
  length === 0
    ? [[]]
    : (["get", "put", "unpopulate"] as const).flatMap((first) =>
        deedsOf(length - 1).map((rest) => [first, ...rest]),
      );

/** Lives all short lives. */
export function firstWrapperFault(wrappers: Wrappers): string | null {
  for (const kind of ["owned", "embedded"] as const) {
    for (const isFilled of [true, false]) {
      for (const deeds of deedsOf(5)) {
        const fault = faultOfLife(wrappers, { kind, isFilled, deeds });
        if (fault !== null) return `${fault}: ${kind}, ${isFilled}, ${deeds.join(" ")}`;
      }
    }
  }
  return null;
}
