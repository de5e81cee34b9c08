/**
 * What there is to see of an object: for scenarios that keep account of what is in the memory. It
 * can be seen once nobody has the object locked and the fences of its moves have signalled, by
 * whoever maps, binds or reads it then.
 */
import { indexOf, type Ref } from "../checker/refs.ts";
import { at } from "../checker/refs.ts";
import type { Content } from "../model/cells/content.ts";
import type { GemObject } from "../model/cells/object.ts";
import type { DriverState } from "../model/state.ts";

/** What a piece of memory holds; null: no account is kept of it. */
export function contentAt(state: DriverState, memory: Ref): Content | null {
  const pool = memory.startsWith("blocks:") ? state.blockContents : state.pageContents;
  return pool.length === 0 ? null : (pool[indexOf(memory)] ?? null);
}

/** The memory of an object; null: it has none. */
function memoryOf(state: DriverState, { bo }: GemObject): Ref | null {
  const cell = at(state, bo);
  const resource = cell?.resource == null ? null : at(state, cell.resource);
  if (resource === null) return null;
  if (resource.placement === "LMEM") return resource.block;
  const tt = cell?.tt == null ? null : at(state, cell.tt);
  return tt?.pages ?? null;
}

/** Whether somebody may look at an object, and would be let. */
function isVisible(state: DriverState, object: GemObject): boolean {
  const bo = at(state, object.bo);
  if (bo === null || bo.deleted || object.refs.length === 0) return false;
  if (object.unknownState || state.devices[0]?.wedged === true) return false;
  const resv = at(state, bo.resv);
  if (resv === null || resv.lock !== null) return false;
  return resv.fences.every(
    ({ fence, usage }) => usage !== "KERNEL" || at(state, fence)?.signalled === true,
  );
}

/** The memory of an object that can be seen; null: it has none, or not now. */
export function visibleMemory(state: DriverState, index: number): Ref | null {
  const object = state.objects[index] ?? null;
  return object === null || !isVisible(state, object) ? null : memoryOf(state, object);
}

/** What can be seen of an object; null: nothing now, or no account is kept. */
export function visibleContent(state: DriverState, index: number): Content | null {
  if (state.objectContents.length === 0) return null;
  const memory = visibleMemory(state, index);
  return memory === null ? null : contentAt(state, memory);
}
