/**
 * Idle barriers of a context (Linux 6.x, drivers/gpu/drm/i915/i915_active.c): the first pin
 * prepares a node, the last unpin puts it on the list of the engine, and a request of the kernel's
 * context takes whatever is there.
 */
import type { Ref } from "../../checker/refs.ts";
import { requestFenceOf } from "../cells/request.ts";
import type { Status } from "../machine/errno.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { activeDelBarrier, type ContextLocal } from "./active.ts";
import {
  enginePmGet,
  enginePmPut,
  idleBarrier,
  joinList,
  takeBarriers,
  theEngine,
  trackFence,
} from "./cells.ts";

interface ReuseLocal extends ContextLocal {
  node?: Ref<"activeNodes">;
  /** The nodes that are still to be looked at. */
  left?: Ref<"activeNodes">[];
}

/** Takes a node of the timeline out of the tree: one that tracks nothing, or an idle barrier. */
export const reuseIdleBarrier: Procedure<ReuseLocal, Ref<"activeNodes"> | null> = procedure(
  "reuse_idle_barrier",
  "driver.md 3.5; i915_active.c",
  [
    step(
      "find a node that tracks nothing",
      (k) => {
        const { tree, cache } = k.at(k.local.context);
        const nodes = tree.filter((each) => k.at(each).claimed);
        const idle = nodes.filter((each) => k.at(each).tracks === null);
        const found = idle.find((each) => each === cache) ?? idle[0];
        if (found !== undefined) {
          k.local.node = found;
          return k.goto("take it out of the tree");
        }
        k.local.left = nodes;
      },
      "N2",
    ),
    step(
      "is the next one an idle barrier?",
      (k) => {
        const [next, ...left] = k.got("left");
        if (next === undefined) return k.ret(null);
        k.local.left = left;
        k.local.node = next;
        const { tracks } = k.at(next);
        if (tracks === null) return k.goto("take it out of the tree");
        if (tracks !== idleBarrier) return k.goto("is the next one an idle barrier?");
        return k.call(activeDelBarrier, { node: next });
      },
      "N2",
    ),
    step(
      "was it taken off the list?",
      (k) => {
        if (!k.resultOf(activeDelBarrier)) return k.goto("is the next one an idle barrier?");
      },
      "N2",
    ),
    step(
      "take it out of the tree",
      (k) => {
        const cell = k.at(k.local.context);
        const node = k.got("node");
        cell.tree = cell.tree.filter((each) => each !== node);
        if (cell.cache === node) cell.cache = null;
        return k.ret(node);
      },
      "N2",
    ),
  ],
);

interface NodeLocal extends ContextLocal {
  node?: Ref<"activeNodes">;
}

/** Prepares a node, so that the last unpin needs no memory. The engine stays awake until then. */
export const preallocateBarrier: Procedure<NodeLocal, Status> = procedure(
  "i915_active_acquire_preallocate_barrier",
  "driver.md 3.5; i915_active.c",
  [
    step(
      "wait until the last preallocation was taken",
      (k) => {
        if (k.at(k.local.context).preallocated.length > 0) return k.wait();
      },
      "N1",
    ),
    step("reuse a node", (k) => k.call(reuseIdleBarrier, { context: k.local.context }), "N2"),
    step(
      "allocate one, if there is none",
      (k) => {
        const { context } = k.local;
        const node = k.resultOf(reuseIdleBarrier);
        if (node === null && k.fails("-ENOMEM")) return k.ret("-ENOMEM");
        const blank = { context, claimed: true, tracks: null, list: null } as const;
        k.local.node = node ?? k.alloc("activeNodes", blank);
      },
      "N3",
    ),
    step(
      "mark it as an idle barrier",
      (k) => {
        const node = k.at(k.got("node"));
        if (node.tracks === null) {
          node.tracks = idleBarrier;
          k.at(k.local.context).count++;
        }
        if (node.tracks !== idleBarrier) {
          k.fault("on-two-lists", k.got("node"), "is preallocated while it tracks a request");
        }
        joinList(k, k.got("node"), "preallocated");
      },
      "N3",
    ),
    step("keep the engine awake", (k) => enginePmGet(k, `${k.local.context}.barrier`), "N3"),
    step(
      "publish it as preallocated",
      (k) => {
        k.at(k.local.context).preallocated.push(k.got("node"));
        return k.ret(0);
      },
      "N3",
    ),
  ],
);

/** Puts the node that was prepared into the tree, and onto the list of the engine. */
export const acquireBarrier: Procedure<NodeLocal, 0> = procedure(
  "i915_active_acquire_barrier",
  "driver.md 3.5; i915_active.c",
  [
    step(
      "take the preallocated node",
      (k) => {
        const cell = k.at(k.local.context);
        const [node] = cell.preallocated;
        if (node === undefined) return k.fault("null-pointer", k.local.context, "has no barrier");
        cell.preallocated = [];
        k.at(node).list = null;
        k.local.node = node;
      },
      "N5",
    ),
    step(
      "insert it into the tree",
      (k) => {
        const cell = k.at(k.local.context);
        cell.tree = [...cell.tree, k.got("node")].toSorted();
      },
      "N5",
    ),
    step(
      "put it on the list of the engine",
      (k) => {
        const engine = k.at(theEngine);
        const node = k.got("node");
        if (engine.wakerefs.length === 0) k.fault("kernel-assertion", theEngine, "is asleep");
        joinList(k, node, "engine");
        engine.barrierTasks = [...engine.barrierTasks, node].toSorted();
      },
      "N5",
    ),
    step("let the engine sleep", (k) => enginePmPut(k, `${k.local.context}.barrier`), "N5"),
  ],
);

interface AttachLocal {
  request: Ref<"requests">;
  taken?: Ref<"activeNodes">[];
}

/** Lets a request of the kernel's context stand for every idle barrier of its engine. */
export const addActiveBarriers: Procedure<AttachLocal, 0> = procedure(
  "i915_request_add_active_barriers",
  "driver.md 3.5; i915_active.c",
  [
    step(
      "take the whole list",
      (k) => {
        k.local.taken = takeBarriers(k);
        if (k.local.taken.length === 0) return k.ret(0);
      },
      "N6",
    ),
    step(
      "let the next one track the request",
      (k) => {
        const [node, ...rest] = k.got("taken");
        if (node === undefined) return;
        k.local.taken = rest;
        k.at(node).list = null;
        trackFence(k, node, requestFenceOf(k.local.request));
        if (rest.length > 0) return k.goto("let the next one track the request");
      },
      "N6",
    ),
    follows("return", (k) => k.ret(0)),
  ],
);
