/**
 * What a context of an engine and the engine itself hold (Linux 6.x, drivers/gpu/drm/i915/gt/
 * intel_context.c, intel_engine_pm.c), as far as idle barriers go: the activity of the context with
 * its tree of nodes, and the engine's list of barriers that wait for a request of the kernel's
 * context. All nodes are of the timeline of that context. Left out: what the activity pins (image,
 * ring, timeline), virtual engines, submission by the GuC, which has no barriers.
 */
import { ref, type Ref } from "../../checker/refs.ts";
import { dmaFenceAddCallback, type RequestFenceRef } from "../cells/fence.ts";
import { krefPut, type Holder, type Refcounted } from "../cells/holders.ts";
import type { Lock } from "../cells/lock.ts";
import type { Machine } from "../machine/machine.ts";

/** The marker that stands in the slot of a node instead of a fence: ERR_PTR(-EAGAIN). */
export const idleBarrier = "idle barrier";
export type Tracked = RequestFenceRef | typeof idleBarrier;

/** struct active_node. */
export interface ActiveNode {
  /** The context whose activity it belongs to. */
  readonly context: Ref<"engineContexts">;
  /** Its timeline is that of the kernel's context; false: 0, and the next one may claim it. */
  claimed: boolean;
  /** `base.fence`. */
  tracks: Tracked | null;
  /**
   * The list that its list head is in: there is one head for the callbacks of a fence and for all
   * lists of barriers. Ghost: the head does not say whose list it is in.
   */
  list: RequestFenceRef | "preallocated" | "engine" | null;
}

/** struct intel_context. */
export interface EngineContext extends Refcounted {
  /** `pin_mutex`. */
  lock: Lock;
  /** `pin_count`. */
  pins: number;
  /** `active.count`: temporary users, and nodes that track something. */
  count: number;
  /** `active.tree`, sorted. */
  tree: Ref<"activeNodes">[];
  /** `active.cache`: the node that was used last. */
  cache: Ref<"activeNodes"> | null;
  /** `active.preallocated_barriers`: at most one, since there is one engine. */
  preallocated: Ref<"activeNodes">[];
  /** A request has been submitted that modifies the image, and keeps it active. Ghost. */
  isModified: boolean;
}

/** struct intel_engine_cs. */
export interface Engine {
  /** Who keeps it awake: the count of its wakeref, with names. */
  wakerefs: Holder[];
  /** `wf.mutex`: of the first get and of the last put. */
  lock: Lock;
  /** The mutex of the timeline of the kernel's context. */
  readonly timelineLock: { lock: Lock };
  /** `barrier_tasks`, sorted. */
  barrierTasks: Ref<"activeNodes">[];
  /** The last request has switched to the kernel's context: `wakeref_serial == serial`. */
  hasSwitched: boolean;
}

export const theEngine: Ref<"engines"> = ref("engines", 0);

/** The timeline of the kernel's context: the last one, in scenarios that have an engine. */
export const kernelTimeline: Ref<"timelines"> = ref("timelines", 3);

/** The reference of the activity on its context, and that of the user. */
export const activeHold = (context: Ref<"engineContexts">): Holder => `${context}.active`;

/** Puts a node into a list, with the only list head that it has. */
export function joinList(
  k: Machine,
  node: Ref<"activeNodes">,
  list: NonNullable<ActiveNode["list"]>,
): void {
  const cell = k.at(node);
  if (cell.list !== null) {
    k.fault("on-two-lists", node, `joins the list of ${list} while it is in that of ${cell.list}`);
  }
  if (list === "engine" && cell.tracks !== idleBarrier) {
    k.fault("on-two-lists", node, "joins the list of barriers of the engine, and is none");
  }
  cell.list = list;
}

/** Takes all that is on the list of the engine. Kernel: llist_del_all(). */
export function takeBarriers(k: Machine): Ref<"activeNodes">[] {
  const engine = k.at(theEngine);
  const taken = engine.barrierTasks;
  engine.barrierTasks = [];
  return taken;
}

/** Lets a node that is in no list track a request, and be called when that signals. */
export function trackFence(k: Machine, node: Ref<"activeNodes">, fence: RequestFenceRef): void {
  joinList(k, node, fence);
  k.at(node).tracks = fence;
  dmaFenceAddCallback(k, fence, { func: "node_retire", data: node });
}

/** Drops a reference; the last one frees the context. Kernel: intel_context_put(). */
export function engineContextPut(k: Machine, context: Ref<"engineContexts">, holder: Holder): void {
  const { count, pins, cache } = k.at(context);
  if (!krefPut(k, context, k.at(context), holder)) return;
  if (count > 0 || pins > 0) k.fault("kernel-assertion", context, "is freed while it is active");
  if (cache !== null) k.free(cache);
  k.free(context);
}

/** Keeps the engine awake; the first one waits for a park in progress. */
export function enginePmGet(k: Machine, holder: Holder): void {
  const engine = k.at(theEngine);
  if (engine.wakerefs.length === 0 && engine.lock !== null) k.wait();
  engine.wakerefs.push(holder);
  engine.wakerefs.sort();
}

/** Lets go of the engine; the last put is left to a work. */
export function enginePmPut(k: Machine, holder: Holder): void {
  const { wakerefs } = k.at(theEngine);
  const index = wakerefs.indexOf(holder);
  if (index < 0) {
    k.fault("refcount-underflow", theEngine, `${holder} drops a wakeref that it does not hold`);
  }
  if (wakerefs.length > 1) wakerefs.splice(index, 1);
  else {
    wakerefs[0] = `${theEngine}.put`;
    k.start("engine put work", "__engine_park", {});
  }
}
