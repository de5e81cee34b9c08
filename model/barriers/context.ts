/**
 * Pinning a context, and modifying one that is pinned (Linux 6.x, drivers/gpu/drm/i915/gt/
 * intel_context.c, i915_perf.c). Left out: what a pin maps and locks on the way, its way past the
 * mutex while others have the context pinned, the last request of the context, which a modification
 * comes after, and contexts that are closed.
 */
import type { Ref } from "../../checker/refs.ts";
import type { RequestFenceRef } from "../cells/fence.ts";
import { krefGet } from "../cells/holders.ts";
import { lock, unlock } from "../cells/lock.ts";
import { requestCreate, requestFenceOf, requestPut } from "../cells/request.ts";
import type { Status } from "../machine/errno.ts";
import type { Machine } from "../machine/machine.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { requestAdd } from "../procedures/request.ts";
import {
  contextActiveAcquire,
  contextActiveRelease,
  contextAddRequest,
  type ContextLocal,
} from "./active.ts";
import {
  engineContextPut,
  enginePmGet,
  enginePmPut,
  kernelTimeline,
  theEngine,
  type ActiveNode,
} from "./cells.ts";
import { acquireBarrier, preallocateBarrier } from "./preallocate.ts";

interface StatusLocal extends ContextLocal {
  status?: Status;
}

/** The first pin prepares the barrier before others can see that the context is pinned. */
export const pinContext: Procedure<StatusLocal, Status> = procedure(
  "__intel_context_do_pin",
  "driver.md 3.5; intel_context.c",
  [
    step("acquire the activity", (k) => contextActiveAcquire(k, k.local.context), "N1"),
    step("lock pin_mutex", (k) => lock(k, k.local.context, k.at(k.local.context)), "N1"),
    step(
      "is it pinned already?",
      (k) => {
        const cell = k.at(k.local.context);
        k.local.status = 0;
        if (cell.pins > 0) {
          cell.pins++;
          return k.goto("unlock pin_mutex");
        }
        cell.count++;
      },
      "N1",
    ),
    follows("prepare a barrier", (k) => k.call(preallocateBarrier, { context: k.local.context })),
    step(
      "did that work?",
      (k) => {
        k.local.status = k.resultOf(preallocateBarrier);
        if (k.local.status === 0) return k.goto("count the pin");
        const { context } = k.local;
        return k.call(contextActiveRelease, { context }, "unlock pin_mutex");
      },
      "N3",
    ),
    step("count the pin", (k) => void k.at(k.local.context).pins++, "N1"),
    follows("unlock pin_mutex", (k) => unlock(k, k.local.context, k.at(k.local.context)), "N1"),
    step(
      "release the activity",
      (k) => k.call(contextActiveRelease, { context: k.local.context }),
      "N1",
    ),
    follows("return the status", (k) => k.ret(k.local.status ?? 0)),
  ],
);

/** The last unpin leaves the barrier behind, which keeps the context until it was switched from. */
export const unpinContext: Procedure<ContextLocal, Status> = procedure(
  "__intel_context_do_unpin",
  "driver.md 3.5; intel_context.c",
  [
    step(
      "drop the pin",
      (k) => {
        const cell = k.at(k.local.context);
        if (cell.pins === 0) k.fault("refcount-underflow", k.local.context, "is not pinned");
        cell.pins--;
        if (cell.pins > 0) return k.ret(0);
        krefGet(k, k.local.context, cell, k.self);
      },
      "N5",
    ),
    step("leave the barrier behind", (k) => k.call(acquireBarrier, { context: k.local.context })),
    step(
      "release the activity",
      (k) => k.call(contextActiveRelease, { context: k.local.context }),
      "N5",
    ),
    follows("put the context", (k) => {
      engineContextPut(k, k.local.context, k.self);
      return k.ret(0);
    }),
  ],
);

/** The user lets go of the context. */
export const freeContext: Procedure<ContextLocal, Status> = procedure(
  "free_engines",
  "driver.md 3.5; i915_gem_context.c",
  [
    step("put the context", (k) => {
      engineContextPut(k, k.local.context, "user");
      return k.ret(0);
    }),
  ],
);

interface ModifyLocal extends StatusLocal {
  request?: Ref<"requests">;
}

/** Writes to the image of a context by a request of the kernel's, which keeps it active. */
export const modifyContext: Procedure<ModifyLocal, Status> = procedure(
  "gen8_modify_context",
  "driver.md 3.5; i915_perf.c",
  [
    step(
      "pin the context, if it is pinned",
      (k) => {
        const cell = k.at(k.local.context);
        if (cell.pins === 0) return k.ret(0);
        cell.pins++;
      },
      "N7",
    ),
    step("keep the engine awake", (k) => enginePmGet(k, k.self), "N7"),
    step("lock the timeline", (k) => lock(k, kernelTimeline, k.at(theEngine).timelineLock), "N7"),
    step(
      "build the request",
      (k) => {
        if (k.fails("-ENOMEM")) {
          k.local.status = "-ENOMEM";
          return k.goto("unlock the timeline");
        }
        const parts = { kind: "job", timeline: kernelTimeline, engine: theEngine } as const;
        const request = requestCreate(k, parts, k.self);
        enginePmGet(k, request);
        k.local.request = request;
      },
      "N7",
    ),
    follows("keep the context active with it", (k) => {
      const fence = requestFenceOf(k.got("request"));
      return k.call(contextAddRequest, { context: k.local.context, fence });
    }),
    step("submit the request", (k) => {
      k.local.status = k.resultOf(contextAddRequest);
      k.at(theEngine).hasSwitched = false;
      noteModification(k, k.local.context, requestFenceOf(k.got("request")));
      return k.call(requestAdd, { request: k.got("request") });
    }),
    follows("put the request", (k) => requestPut(k, k.got("request"), k.self)),
    follows("unlock the timeline", (k) => unlock(k, kernelTimeline, k.at(theEngine).timelineLock)),
    follows("let the engine sleep", (k) => enginePmPut(k, k.self)),
    follows("unpin the context", (k) => k.call(unpinContext, { context: k.local.context })),
    follows("return the status", (k) => k.ret(k.local.status ?? 0)),
  ],
);

/** Remembers for specs that a request modifies the image, if that keeps the context active. */
function noteModification(
  k: Machine,
  context: Ref<"engineContexts">,
  fence: RequestFenceRef,
): void {
  const tracks = (node: ActiveNode | null): boolean =>
    node?.context === context && node.tracks === fence;
  if (k.state.activeNodes.some((node) => tracks(node))) k.at(context).isModified = true;
}

interface UseLocal extends StatusLocal {
  modifies: boolean;
}

/** A user of a context, who unpins only what could be pinned. */
export const useContext: Procedure<UseLocal, Status> = procedure(
  "context_user",
  "driver.md 12; the user",
  [
    follows("pin the context", (k) => k.call(pinContext, { context: k.local.context })),
    follows("did that work?", (k) => {
      const status = k.resultOf(pinContext);
      if (status !== 0) return k.ret(status);
      if (!k.local.modifies) return k.goto("unpin the context");
      return k.call(modifyContext, { context: k.local.context });
    }),
    follows("was it modified?", (k) => {
      k.local.status = k.resultOf(modifyContext);
    }),
    follows("unpin the context", (k) => k.call(unpinContext, { context: k.local.context })),
    follows("return the status", (k) => k.ret(k.local.status ?? 0)),
  ],
);
