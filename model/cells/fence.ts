/**
 * dma-fence (Linux 6.x, drivers/dma-buf/dma-fence.c). Every fence is embedded in the struct that
 * signals it and has that struct's index: `unbindFences:0` lies in `vmaResources:0`, and its
 * reference count is the lifetime of both. Left out: timestamps and software signalling enable,
 * which order nothing.
 */
import { collectionOf, indexOf, ref, type Ref } from "../../checker/refs.ts";
import type { Errno } from "../machine/errno.ts";
import type { Machine } from "../machine/machine.ts";
import { krefGet, krefPut, type Holder, type Refcounted } from "./holders.ts";

export type UnbindFenceRef = Ref<"unbindFences">;
export type BindFenceRef = Ref<"bindFences">;
export type RequestFenceRef = Ref<"requestFences">;
export type MigrationFenceRef = Ref<"migrationFences">;
export type FenceRef = UnbindFenceRef | BindFenceRef | RequestFenceRef | MigrationFenceRef;

/** A function pointer with its data: which procedure the signaller calls, about which cell. */
export interface Callback {
  readonly func: string;
  readonly data: Ref;
}

export interface DmaFence extends Refcounted {
  signalled: boolean;
  /** Fixed before the fence signals. */
  error: 0 | Errno;
  /** In order of installation. */
  callbacks: Callback[];
  /** Who runs the detached callbacks, under the fence's spinlock; null: nobody. */
  lock: Ref<"processes"> | null;
  /** Fences of one timeline are ordered; null: context 0, which orders nothing (driver.md 3.1). */
  context: Ref<"timelines"> | null;
}

/** The struct that each kind of fence lies in, and that is freed with it. */
const structOf = {
  unbindFences: "vmaResources",
  bindFences: "bindWorks",
  requestFences: "requests",
  migrationFences: "memcpyWorks",
} as const;

/**
 * The fence that cannot signal before a callback on another one has run: that of the chain, or of
 * the copy, which the callback completes; null: none waits.
 */
export function fenceBehind({ data }: Callback): FenceRef | null {
  const collection = collectionOf(data);
  const index = indexOf(data);
  if (collection === "vmaResources") return ref("unbindFences", index);
  if (collection === "bindWorks") return ref("bindFences", index);
  if (collection === "requests") return ref("requestFences", index);
  return collection === "memcpyWorks" ? ref("migrationFences", index) : null;
}

/**
 * Initialises the fence inside of a struct: unsignalled, with one reference. Kernel:
 * dma_fence_init().
 */
export function dmaFenceInit(
  k: Machine,
  fence: FenceRef,
  holder: Holder,
  context: Ref<"timelines"> | null = null,
): void {
  k.allocAt(fence, {
    refs: [holder],
    signalled: false,
    error: 0,
    callbacks: [],
    lock: null,
    context,
  });
}

export function dmaFenceGet(k: Machine, fence: FenceRef, holder: Holder): void {
  krefGet(k, fence, k.at(fence), holder);
}

/**
 * Drops a reference; the last one frees the fence and the struct around it. Kernel:
 * dma_fence_put().
 */
export function dmaFencePut(k: Machine, fence: FenceRef, holder: Holder): void {
  const cell = k.at(fence);
  if (!krefPut(k, fence, cell, holder)) return;
  if (!cell.signalled && cell.callbacks.length > 0) {
    k.fault("fence-freed-unsignalled", fence, "is freed unsignalled, with callbacks installed");
  }
  k.free(fence);
  if (collectionOf(fence) === "requestFences") {
    dropCaptureList(k, ref("requests", indexOf(fence)));
  }
  k.free(ref(structOf[collectionOf(fence)], indexOf(fence)));
}

/**
 * Drops what a request would have had captured: that lives as long as its fence, not just until
 * some capture has read it. Kernel: i915_request_free_capture_list().
 */
function dropCaptureList(k: Machine, request: Ref<"requests">): void {
  for (const resource of k.at(request).captures) {
    dmaFencePut(k, ref("unbindFences", indexOf(resource)), request);
  }
}

/**
 * Marks the fence as signalled and detaches its callbacks, in one step: a callback is either
 * installed before and will run, or is refused. The caller then runs them one by one (driver.md
 * 3.1, s1 and s2).
 */
export function dmaFenceMarkSignalled(k: Machine, fence: FenceRef): Callback[] {
  const cell = k.at(fence);
  if (cell.signalled) k.fault("fence-signalled-twice", fence, "is signalled again");
  if (k.skips("signal")) return [];
  const callbacks = cell.callbacks.map(({ func, data }) => ({ func, data }));
  cell.signalled = true;
  cell.callbacks = [];
  cell.lock = callbacks.length > 0 ? k.self : null;
  return callbacks;
}

/** Fixes the error that the fence will signal with. Kernel: dma_fence_set_error(). */
export function dmaFenceSetError(k: Machine, fence: FenceRef, error: 0 | Errno): void {
  const cell = k.at(fence);
  if (cell.signalled) k.fault("fence-error-too-late", fence, "gets an error after its signal");
  cell.error = error;
}

/** The last callback has returned. */
export function dmaFenceUnlock(k: Machine, fence: FenceRef): void {
  k.at(fence).lock = null;
}

/** Installs a callback; false: the fence has signalled. Kernel: dma_fence_add_callback(). */
export function dmaFenceAddCallback(k: Machine, fence: FenceRef, callback: Callback): boolean {
  const cell = k.at(fence);
  if (cell.signalled) return false;
  cell.callbacks.push(callback);
  return true;
}

/**
 * Removes a callback, under the fence's spinlock: once the callbacks are being run, this waits for
 * the last of them. Kernel: list_del() of the callback's node in __i915_active_fence_set().
 */
export function dmaFenceRemoveCallback(k: Machine, fence: FenceRef, data: Ref): void {
  const cell = k.at(fence);
  if (cell.lock !== null) k.wait();
  cell.callbacks = cell.callbacks.filter((each) => each.data !== data);
}

export function dmaFenceIsSignalled(k: Machine, fence: FenceRef): boolean {
  return k.at(fence).signalled;
}
