/**
 * Who connects idle barriers to a request of the kernel's context: a pulse, or an engine that
 * parks, which gives up what it cannot connect (Linux 6.x, drivers/gpu/drm/i915/gt/
 * intel_engine_pm.c, intel_engine_heartbeat.c). Left out: periodic heartbeats, which do as a pulse
 * does, and everything else that an engine does when it parks.
 */
import type { Ref } from "../../checker/refs.ts";
import { lock, unlock } from "../cells/lock.ts";
import { requestCreate, requestPut } from "../cells/request.ts";
import type { Status } from "../machine/errno.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { requestAdd } from "../procedures/request.ts";
import { nodeRetire } from "./active.ts";
import {
  enginePmGet,
  enginePmPut,
  idleBarrier,
  kernelTimeline,
  takeBarriers,
  theEngine,
} from "./cells.ts";
import { addActiveBarriers } from "./preallocate.ts";

interface PulseLocal {
  request?: Ref<"requests">;
  status?: Status;
}

/** Connects the idle barriers now, if there are any and the engine is awake. */
export const flushBarriers: Procedure<PulseLocal, Status> = procedure(
  "intel_engine_flush_barriers",
  "driver.md 3.5; intel_engine_heartbeat.c",
  [
    step(
      "is there anything to do?",
      (k) => {
        const { barrierTasks, wakerefs } = k.at(theEngine);
        if (barrierTasks.length === 0 || wakerefs.length === 0) return k.ret(0);
        enginePmGet(k, k.self);
      },
      "N6",
    ),
    step("lock the timeline", (k) => lock(k, kernelTimeline, k.at(theEngine).timelineLock), "N6"),
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
      "N6",
    ),
    follows(
      "connect the barriers",
      (k) => k.call(addActiveBarriers, { request: k.got("request") }),
      "N6",
    ),
    step("submit the request", (k) => {
      k.at(theEngine).hasSwitched = true;
      return k.call(requestAdd, { request: k.got("request") });
    }),
    follows("put the request", (k) => requestPut(k, k.got("request"), k.self)),
    follows("unlock the timeline", (k) => unlock(k, kernelTimeline, k.at(theEngine).timelineLock)),
    follows("let the engine sleep", (k) => {
      enginePmPut(k, k.self);
      return k.ret(k.local.status ?? 0);
    }),
  ],
);

interface ParkLocal {
  request?: Ref<"requests">;
  given?: Ref<"activeNodes">[];
}

/** The last wakeref of an engine, which a work puts. */
export const parkEngine: Procedure<ParkLocal, 0> = procedure(
  "__engine_park",
  "driver.md 3.5; intel_engine_pm.c",
  [
    step(
      "lock wf.mutex, and drop the count",
      (k) => {
        const engine = k.at(theEngine);
        lock(k, theEngine, engine);
        engine.wakerefs = engine.wakerefs.filter((each) => each !== `${theEngine}.put`);
        if (engine.wakerefs.length > 0) return k.goto("unlock wf.mutex");
        if (engine.hasSwitched) return k.goto("give up the idle barriers");
      },
      "N8",
    ),
    step(
      "build a request",
      (k) => {
        if (k.fails("-ENOMEM", "nowait")) return k.goto("give up the idle barriers");
        const parts = { kind: "job", timeline: kernelTimeline, engine: theEngine } as const;
        k.local.request = requestCreate(k, parts, k.self);
        k.at(theEngine).hasSwitched = true;
      },
      "N8",
    ),
    follows(
      "connect the barriers",
      (k) => k.call(addActiveBarriers, { request: k.got("request") }),
      "N8",
    ),
    step(
      "submit it, and stay awake until it has retired",
      (k) => {
        k.at(theEngine).wakerefs = [k.got("request")];
        return k.call(requestAdd, { request: k.got("request") });
      },
      "N8",
    ),
    follows("put the request", (k) => {
      requestPut(k, k.got("request"), k.self);
      return k.goto("unlock wf.mutex");
    }),
    step(
      "give up the idle barriers",
      (k) => {
        k.local.given = takeBarriers(k);
      },
      "N8",
    ),
    step(
      "call the next one",
      (k) => {
        const [data, ...rest] = k.got("given");
        if (data === undefined) return;
        k.local.given = rest;
        return k.call(nodeRetire, { data, fence: idleBarrier }, "call the next one");
      },
      "N8",
    ),
    follows("unlock wf.mutex", (k) => unlock(k, theEngine, k.at(theEngine)), "N8"),
  ],
);
