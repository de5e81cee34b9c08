/**
 * struct i915_request (Linux 6.x, drivers/gpu/drm/i915/i915_request.c): a job of a user, or a blit
 * of the migrate context. Requests of one timeline run and signal in order. Left out: priorities
 * and preemption. What a job reads goes through page-table entries, so specs judge it by state.
 */
import { indexOf, ref, type Ref } from "../../checker/refs.ts";
import type { Machine } from "../machine/machine.ts";
import {
  dmaFenceInit,
  dmaFenceIsSignalled,
  dmaFencePut,
  type FenceRef,
  type RequestFenceRef,
} from "./fence.ts";
import { gtPmGet, hasGts, primaryGt } from "./gt.ts";
import type { Holder } from "./holders.ts";
import type { BlitPages } from "./page-content.ts";
import type { MemoryRef } from "./sgt.ts";
import { swFence, swFenceAwait, type SwFence } from "./sw-fence.ts";
import { vmGet } from "./vm.ts";

export type RequestKind = "job" | "blit";

export interface Request {
  readonly kind: RequestKind;
  readonly timeline: Ref<"timelines">;
  /** The GT of its engine, which it keeps awake until it retires; null: nobody looks at power. */
  readonly gt: Ref<"gts"> | null;
  /** The engine that it keeps awake until it retires, in scenarios about idle barriers. */
  readonly engine?: Ref<"engines">;
  chain: SwFence;
  state: "built" | "running" | "ended";
  /** It does not complete before it is reset. */
  hung: boolean;
  /** The address space that it runs in, which its context keeps until it retires; null: none. */
  readonly vm: Ref<"vms"> | null;
  /** What an error capture saves, with a reference each: the batch first, then `capture_list`. */
  captures: Ref<"vmaResources">[];
  /** The bindings that a job was built on. Ghost: no reference, and only specs look. */
  readonly uses: Ref<"vmaResources">[];
  /** The bindings of images that are pinned for its context. Ghost likewise. */
  readonly images: Ref<"vmaResources">[];
  /** The objects that a job writes, where the contents are tracked. Ghost. */
  readonly writes: Ref<"objects">[];
  /** What a blit copies from; null: it clears. */
  readonly source: MemoryRef | null;
  readonly destination: MemoryRef | null;
  /** It copies one object into another, and both stay where they are. Ghost. */
  readonly isCopy?: true;
  /** The same page by page, where there are pages. */
  readonly pages?: BlitPages;
}

export interface Timeline {
  /** Requests that have not ended, in order of construction. */
  queue: Ref<"requests">[];
}

/** The timelines every scenario has: one of the user, one of the migrate context. */
export const userTimeline: Ref<"timelines"> = "timelines:0";
export const migrateTimeline: Ref<"timelines"> = "timelines:1";
export const secondMigrateTimeline: Ref<"timelines"> = "timelines:2";

export const requestFenceOf = (request: Ref<"requests">): RequestFenceRef =>
  ref("requestFences", indexOf(request));

/**
 * Builds a request at the end of its timeline, with a reference for the builder and one for the
 * timeline, which drops it when the request retires. Kernel: i915_request_create().
 */
export function requestCreate(
  k: Machine,
  parts: Pick<Request, "kind" | "timeline"> &
    Partial<Pick<Request, "source" | "destination" | "pages" | "vm" | "gt" | "engine" | "isCopy">>,
  holder: Holder,
): Ref<"requests"> {
  const gt = hasGts(k) ? (parts.gt ?? primaryGt) : null;
  const request = k.alloc("requests", {
    kind: parts.kind,
    timeline: parts.timeline,
    gt,
    chain: swFence(),
    state: "built",
    hung: false,
    vm: parts.vm ?? null,
    captures: [],
    uses: [],
    images: [],
    writes: [],
    source: parts.source ?? null,
    destination: parts.destination ?? null,
    ...(parts.pages !== undefined && { pages: parts.pages }),
    ...(parts.engine !== undefined && { engine: parts.engine }),
    ...(parts.isCopy !== undefined && { isCopy: parts.isCopy }),
  });
  const fence = requestFenceOf(request);
  dmaFenceInit(k, fence, holder, parts.timeline);
  k.at(fence).refs.push(request, parts.timeline);
  k.at(fence).refs.sort();
  k.at(parts.timeline).queue.push(request);
  if (gt !== null) gtPmGet(k, gt, request);
  if (parts.vm !== undefined && parts.vm !== null) vmGet(k, parts.vm, request);
  return request;
}

/**
 * Lets a request wait for a fence, unless that has signalled, whatever its error, or lies before it
 * on its own timeline. Kernel: i915_request_await_dma_fence().
 */
export function requestAwait(k: Machine, request: Ref<"requests">, fence: FenceRef): void {
  if (k.at(fence).context === k.at(request).timeline || dmaFenceIsSignalled(k, fence)) return;
  swFenceAwait(k, request, fence);
}

/** Kernel: i915_request_put(). */
export function requestPut(k: Machine, request: Ref<"requests">, holder: Holder): void {
  dmaFencePut(k, requestFenceOf(request), holder);
}
