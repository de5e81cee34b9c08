/** What there is to see of the pages of an object, in scenarios that tell pages apart. */
import { indexOf, type Ref } from "../checker/refs.ts";
import { at } from "../checker/refs.ts";
import type { PageTag } from "../model/cells/page-content.ts";
import type { DriverState } from "../model/state.ts";
import { visibleMemory } from "./visible-content.ts";

/**
 * The places of the pages of a piece of memory: by the blocks and vectors, not by any table, with
 * pages of a vector beyond the end of its object.
 */
export function tagsIn(state: DriverState, memory: Ref): PageTag[] {
  const block = memory.startsWith("blocks:") ? at(state, memory as Ref<"blocks">) : null;
  if (block !== null) {
    return (block.runs ?? []).flatMap(({ offset, pages }) =>
      state.localPages.slice(offset, offset + pages).map((page) => page?.data ?? "stale"),
    );
  }
  const count = Math.max(...(state.layouts[0]?.objects ?? [0]));
  const first = indexOf(memory) * count;
  return state.systemPages.slice(first, first + count).map((page) => page?.data ?? "stale");
}

/** What can be seen in the pages of an object; null: nothing now, or nobody tells pages apart. */
export function visiblePages(state: DriverState, index: number): PageTag[] | null {
  if (state.layouts.length === 0) return null;
  const memory = visibleMemory(state, index);
  return memory === null ? null : tagsIn(state, memory).slice(0, state.layouts[0]?.objects[index]);
}
