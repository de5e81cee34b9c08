/**
 * Bulk ranges of an LRU (Linux 6.x, drivers/gpu/drm/ttm/ttm_resource.c). All of it happens under
 * the LRU lock, so that each function is one step.
 */
import type { Ref } from "../../checker/refs.ts";
import { moveBehind, nextInList, previousInList } from "../cells/bulk-range.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";

const theRange: Ref<"bulkRanges"> = "bulkRanges:0";

export interface BulkLocal {
  resource: number;
}

/** Adds a resource at the end of the range, or moves it there if it is in it. */
export const bulkMoveAdd: Procedure<BulkLocal, 0> = procedure(
  "ttm_lru_bulk_move_add",
  "driver.md 10.8; ttm_resource.c",
  [
    follows("is it the first one, or the last?", (k) => {
      const range = k.at(theRange);
      const { resource } = k.local;
      range.members = [...new Set([...range.members, resource])].toSorted((a, b) => a - b);
      if (range.last === resource) return k.ret(0);
      if (range.last === null) {
        range.first = resource;
        range.last = resource;
        return k.ret(0);
      }
    }),
    follows("the range begins behind it from now on", (k) => {
      const range = k.at(theRange);
      if (range.first === k.local.resource) range.first = nextInList(k, range, k.local.resource);
    }),
    follows("move it behind the last", (k) => {
      const range = k.at(theRange);
      if (range.last !== null) moveBehind(range, k.local.resource, range.last);
      range.last = k.local.resource;
    }),
  ],
);

/** Takes a resource out of the range. */
export const bulkMoveDel: Procedure<BulkLocal, 0> = procedure(
  "ttm_lru_bulk_move_del",
  "driver.md 10.8; ttm_resource.c",
  [
    follows("make the range smaller, or move it out", (k) => {
      const range = k.at(theRange);
      const { resource } = k.local;
      range.members = range.members.filter((each) => each !== resource);
      if (range.first === null || range.last === null) {
        return k.fault("null-pointer", theRange, "is empty, and a resource leaves it");
      }
      if (range.first === resource && range.last === resource) {
        range.first = null;
        range.last = null;
      } else if (range.first === resource) range.first = nextInList(k, range, resource);
      else if (range.last === resource) range.last = previousInList(k, range, resource);
      else moveBehind(range, resource, range.last);
    }),
  ],
);

/** Anything may happen to the resources: each joins the bulk, is used again, or leaves it. */
export const useLru: Procedure<object, 0> = procedure(
  "lru_user",
  "driver.md 10.8; users of the LRU",
  [
    step("use, add or remove a resource, or stop", (k) => {
      const { list, members } = k.at(theRange);
      const what = k.choose(["add", "remove", "stop"]);
      if (what === "stop") return k.ret(0);
      const resource = k.choose(what === "add" ? list : members.length === 0 ? [null] : members);
      if (resource === null) return k.wait();
      const then = "use, add or remove a resource, or stop";
      return k.call(what === "add" ? bulkMoveAdd : bulkMoveDel, { resource }, then);
    }),
  ],
);
