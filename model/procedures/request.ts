/**
 * Requests (Linux 6.x, drivers/gpu/drm/i915/i915_request.c) and the GPU that runs them. Requests of
 * one timeline run and signal in order. A request whose dependencies failed is submitted with that
 * error and skips its payload. A hung one waits for the reset. Left out: what a job touches (judged
 * by state), preemption.
 */
import type { Ref } from "../../checker/refs.ts";
import { enginePmPut } from "../barriers/cells.ts";
import { contentCopied, contentMixed, contentWritten, type Content } from "../cells/content.ts";
import { isWedged } from "../cells/device.ts";
import { dmaFenceGet, dmaFenceIsSignalled, dmaFenceSetError } from "../cells/fence.ts";
import { gtPmPutAsync, hasGts } from "../cells/gt.ts";
import { pagesBlitted, pagesMixed } from "../cells/page-content.ts";
import { requestFenceOf, requestPut } from "../cells/request.ts";
import { tlbFill } from "../cells/tlb.ts";
import { vmPut } from "../cells/vm.ts";
import type { Machine } from "../machine/machine.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { dmaFenceSignal } from "./dma-fence.ts";
import { swFenceComplete } from "./sw-fence.ts";

export const requestAdd: Procedure<{ request: Ref<"requests"> }, 0> = procedure(
  "i915_request_add",
  "driver.md 6.10; i915_request.c",
  [step("commit the chain", (k) => k.call(swFenceComplete, { chain: k.local.request }))],
);

export const submitNotifyComplete: Procedure<{ chain: Ref<"requests"> }, 0> = procedure(
  "submit_notify(FENCE_COMPLETE)",
  "driver.md 6.10; i915_request.c",
  [
    follows("submit the request to the GPU", (k) => {
      const request = k.local.chain;
      dmaFenceSetError(k, requestFenceOf(request), k.at(request).chain.error);
      k.start("GPU request", gpuRequest.name, { request });
    }),
  ],
);

export const submitNotifyFree: Procedure<{ chain: Ref<"requests"> }, 0> = procedure(
  "submit_notify(FENCE_FREE)",
  "driver.md 6.10; i915_request.c",
  [follows("put the reference of the chain", (k) => requestPut(k, k.local.chain, k.local.chain))],
);

/** Takes a request off its timeline. */
export const requestRetire: Procedure<{ request: Ref<"requests"> }, 0> = procedure(
  "i915_request_retire",
  "driver.md 6.10; i915_request.c",
  [
    follows("leave the timeline, and let the GT sleep", (k) => {
      const { request } = k.local;
      const { timeline, gt, vm, engine } = k.at(request);
      k.at(timeline).queue = k.at(timeline).queue.filter((each) => each !== request);
      if (gt !== null) gtPmPutAsync(k, gt, request);
      if (engine !== undefined) enginePmPut(k, request);
      // Its context may be closed: then this was what kept the address space.
      if (vm !== null) vmPut(k, vm, request);
      requestPut(k, request, timeline);
    }),
  ],
);

/** Where somebody looks for requests to retire: here, only scenarios that have GTs do. */
export const retireSignalled: Procedure<{ request: Ref<"requests"> }, 0> = procedure(
  "i915_retire_requests",
  "driver.md 6.10; i915_request.c",
  [
    step("has it signalled?", (k) => {
      const { request } = k.local;
      if (!dmaFenceIsSignalled(k, requestFenceOf(request))) return k.wait();
      return k.call(requestRetire, { request });
    }),
  ],
);

/** The requests of a timeline that were built before this one and have not retired. */
function earlier(k: Machine, request: Ref<"requests">): Ref<"requests">[] {
  const { queue } = k.at(k.at(request).timeline);
  return queue.slice(0, queue.indexOf(request));
}

/** A blit has begun, or has failed. */
function mixDestination(k: Machine, request: Ref<"requests">): void {
  const { kind, source, destination, pages } = k.at(request);
  if (kind === "blit" && destination !== null) contentMixed(k, source, destination);
  if (pages !== undefined) pagesMixed(k, pages);
}

/** What a request that has ended well has done to the memory: for specs, where it is tracked. */
export function writeMemory(
  k: Machine,
  request: Ref<"requests">,
  parts?: readonly (keyof Content)[],
): void {
  const { kind, source, destination, pages, uses, writes } = k.at(request);
  if (kind === "blit" && destination !== null) contentCopied(k, source, destination, parts);
  if (pages !== undefined) pagesBlitted(k, pages);
  for (const [index, object] of writes.entries()) {
    const resource = uses[index];
    const entries = k.state.pageTables.flatMap((table) => table?.entries ?? []);
    const entry = entries.find((each) => each?.resource === resource);
    if (entry != null) contentWritten(k, object, entry.memory);
  }
}

/** What the GPU and its interrupt handler do with a submitted request. */
export const gpuRequest: Procedure<{ request: Ref<"requests"> }, 0> = procedure(
  "gpu_request",
  "driver.md 6.10; the GPU",
  [
    step("start", (k) => {
      const { request } = k.local;
      if (earlier(k, request).some((each) => k.at(each).state !== "ended")) return k.wait();
      // A device that is wedged cancels whatever has not ended.
      if (isWedged(k)) dmaFenceSetError(k, requestFenceOf(request), "-EIO");
      const isSkipped = k.at(requestFenceOf(request)).error !== 0;
      k.at(request).state = isSkipped ? "ended" : "running";
      if (isSkipped) return k.goto("signal");
      const { vm } = k.at(request);
      if (vm !== null) tlbFill(k, vm);
      mixDestination(k, request);
    }),
    step("end", (k) => {
      const { request } = k.local;
      if (k.at(request).hung && !isWedged(k)) return k.wait();
      if (isWedged(k) || k.fails("-EIO")) dmaFenceSetError(k, requestFenceOf(request), "-EIO");
      else writeMemory(k, request);
      k.at(request).state = "ended";
    }),
    step("signal", (k) => {
      const { request } = k.local;
      const isFirst = earlier(k, request).every((each) =>
        dmaFenceIsSignalled(k, requestFenceOf(each)),
      );
      if (!isFirst) return k.wait();
      // Others may find that it has signalled, and retire it while the callbacks still run.
      if (k.at(request).gt !== null) {
        dmaFenceGet(k, requestFenceOf(request), k.self);
        k.start("retire work", retireSignalled.name, { request });
      }
      return k.call(dmaFenceSignal, { fence: requestFenceOf(request) });
    }),
    follows("retire", (k) => {
      if (hasGts(k)) return requestPut(k, k.local.request, k.self);
      return k.call(requestRetire, { request: k.local.request });
    }),
  ],
);
