/**
 * i915_active of a context (Linux 6.x, drivers/gpu/drm/i915/i915_active.c): nodes that track a
 * request or are an idle barrier, and the end of their work. Left out: `active.mutex`, which
 * serialises those who acquire and nobody else; the shape of the tree, so that a search that finds
 * several nodes may take any; and waiting for an activity, which no user of contexts does.
 */
import type { Ref } from "../../checker/refs.ts";
import { dmaFenceRemoveCallback, type RequestFenceRef } from "../cells/fence.ts";
import { krefGet } from "../cells/holders.ts";
import type { Status } from "../machine/errno.ts";
import type { Machine } from "../machine/machine.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import {
  activeHold,
  engineContextPut,
  idleBarrier,
  takeBarriers,
  theEngine,
  trackFence,
  type Tracked,
} from "./cells.ts";

export interface ContextLocal {
  context: Ref<"engineContexts">;
}

/** Counts one more; the first one keeps the context. Kernel: i915_active_acquire(). */
export function contextActiveAcquire(k: Machine, context: Ref<"engineContexts">): void {
  const cell = k.at(context);
  if (cell.count === 0) krefGet(k, context, cell, activeHold(context));
  cell.count++;
}

/** Drops a count; after the last one the tree is cut down to one node, which anybody may claim. */
export const contextActiveRelease: Procedure<
  ContextLocal & { discarded?: Ref<"activeNodes">[] },
  0
> = procedure("active_retire", "driver.md 3.5; i915_active.c", [
  step(
    "drop the count, and cut the tree down",
    (k) => {
      const cell = k.at(k.local.context);
      if (cell.count === 0) {
        k.fault("refcount-underflow", k.local.context, "is released while it is idle");
      }
      cell.count--;
      if (cell.count > 0) return k.ret(0);
      const kept = cell.cache ?? cell.tree[0] ?? null;
      k.local.discarded = cell.tree.filter((each) => each !== kept);
      cell.cache = kept;
      cell.tree = kept === null ? [] : [kept];
      if (kept !== null) k.at(kept).claimed = false;
    },
    "N10",
  ),
  step(
    "put the context",
    (k) => engineContextPut(k, k.local.context, activeHold(k.local.context)),
    "N10",
  ),
  follows(
    "free the other nodes",
    (k) => {
      for (const node of k.got("discarded")) {
        if (k.at(node).tracks !== null) k.fault("kernel-assertion", node, "is freed while in use");
        k.free(node);
      }
    },
    "N10",
  ),
]);

/** The callback of a node: of its fence, or of whoever gives an idle barrier up. */
export const nodeRetire: Procedure<{ data: Ref<"activeNodes">; fence: Tracked }, 0> = procedure(
  "node_retire",
  "driver.md 3.5; i915_active.c",
  [
    step(
      "clear the slot, unless it was replaced",
      (k) => {
        const node = k.at(k.local.data);
        node.list = null;
        if (node.tracks !== k.local.fence) return k.ret(0);
        node.tracks = null;
        return k.call(contextActiveRelease, { context: node.context });
      },
      "N9",
    ),
  ],
);

interface DeletionLocal {
  node: Ref<"activeNodes">;
  taken?: Ref<"activeNodes">[];
}

/**
 * Takes one barrier off the list of the engine, without a lock: while it looks, the list is empty.
 * Yields whether it was there.
 */
export const activeDelBarrier: Procedure<DeletionLocal, boolean> = procedure(
  "____active_del_barrier",
  "driver.md 3.5; i915_active.c",
  [
    step(
      "take the whole list",
      (k) => {
        k.local.taken = takeBarriers(k);
        if (k.local.taken.length === 0) return k.ret(false);
      },
      "N4",
    ),
    step(
      "put the others back",
      (k) => {
        const taken = k.got("taken");
        const others = taken.filter((each) => each !== k.local.node);
        const engine = k.at(theEngine);
        if (others.length > 0) engine.barrierTasks = [...engine.barrierTasks, ...others].toSorted();
        const isFound = others.length < taken.length;
        if (isFound) k.at(k.local.node).list = null;
        return k.ret(isFound);
      },
      "N4",
    ),
  ],
);

/** Yields the node of the timeline: one that is there, or else a new one. */
export const activeInstance: Procedure<ContextLocal, Ref<"activeNodes"> | null> = procedure(
  "active_instance",
  "driver.md 3.5; i915_active.c",
  [
    step(
      "find the node, or make one",
      (k) => {
        const { context } = k.local;
        const cell = k.at(context);
        const { cache } = cell;
        if (cache !== null) {
          k.at(cache).claimed = true;
          return k.ret(cache);
        }
        const found = cell.tree.filter((each) => k.at(each).claimed);
        if (found.length > 0) {
          cell.cache = k.choose(found);
          return k.ret(cell.cache);
        }
        if (k.fails("-ENOMEM", "nowait")) return k.ret(null);
        const node = k.alloc("activeNodes", { context, claimed: true, tracks: null, list: null });
        cell.tree = [...cell.tree, node].toSorted();
        cell.cache = node;
        return k.ret(node);
      },
      "N7",
    ),
  ],
);

export interface AddRequestLocal extends ContextLocal {
  fence: RequestFenceRef;
  node?: Ref<"activeNodes">;
}

/** Keeps a context active until a request of the kernel's context has ended. */
export const contextAddRequest: Procedure<AddRequestLocal, Status> = procedure(
  "i915_active_add_request",
  "driver.md 3.5; i915_active.c",
  [
    step("acquire the activity", (k) => contextActiveAcquire(k, k.local.context), "N7"),
    step("look the node up", (k) => k.call(activeInstance, { context: k.local.context }), "N7"),
    step(
      "is it an idle barrier?",
      (k) => {
        // There is none if there was no memory, but the pointer to its slot is not NULL.
        k.local.node = k.local.node ?? k.resultOf(activeInstance) ?? nodeAtNull(k, k.local.context);
        if (k.at(k.local.node).tracks !== idleBarrier) return k.goto("track the request in it");
        return k.call(activeDelBarrier, { node: k.local.node });
      },
      "N7",
    ),
    step(
      "was it taken off the list?",
      (k) => {
        if (!k.resultOf(activeDelBarrier)) return k.goto("is it a barrier still?");
        k.at(k.got("node")).tracks = null;
        k.at(k.local.context).count--;
      },
      "N7",
    ),
    step(
      "is it a barrier still?",
      (k) => {
        if (k.at(k.got("node")).tracks !== idleBarrier) return;
        delete k.local.node;
        return k.goto("look the node up");
      },
      "N7",
    ),
    step(
      "track the request in it",
      (k) => {
        const node = k.got("node");
        const { tracks } = k.at(node);
        if (tracks === null || tracks === idleBarrier) k.at(k.local.context).count++;
        else {
          dmaFenceRemoveCallback(k, tracks, node);
          k.at(node).list = null;
        }
        trackFence(k, node, k.local.fence);
      },
      "N7",
    ),
    step(
      "release the activity",
      (k) => k.call(contextActiveRelease, { context: k.local.context }),
      "N7",
    ),
    follows("return", (k) => k.ret(0)),
  ],
);

/** What the slot of a node at address 0 leads to. */
function nodeAtNull(k: Machine, context: Ref<"engineContexts">): never {
  return k.fault("null-pointer", context, "reads the slot of a node that there was no memory for");
}
