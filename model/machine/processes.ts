/**
 * Processes: threads, queued works, GPU requests and irq works, each a cell with a stack of frames.
 * No other process touches the cell except to start it. A free slot is null.
 */
import { ref, type Ref } from "../../checker/refs.ts";
import type { WwContext } from "../cells/ww.ts";

/** One procedure under way. */
export interface Frame {
  readonly procedure: string;
  /** The label of the next step; null: the procedure returns as soon as its callee has. */
  at: string | null;
  local: Record<string, unknown>;
  /** What the callee returned; kept until the next step has looked at it. */
  returned?: unknown;
}

export interface Process {
  /** The innermost frame is the last one. */
  readonly stack: Frame[];
  /** Between dma_fence_begin_signalling() and dma_fence_end_signalling(). */
  signalling: boolean;
  /** The locks of a ww context, while there is one. */
  ww?: WwContext;
}

/** Who takes steps. Each kind has a fixed number of slots, which the scenario says. */
export const processKinds = [
  "thread",
  "kernel thread",
  "bind work",
  "unbind work",
  "GPU request",
  "irq work",
  "memcpy work",
  "free work",
  "delayed delete",
  "GT put work",
  "retire work",
  "vm release",
  "engine put work",
] as const;

export type ProcessKind = (typeof processKinds)[number];

/** How many processes of each kind there may be at once. */
export type ProcessPools = Readonly<Record<ProcessKind, number>>;

/** One slot of `processes`: its kind, and its name in traces. */
export interface ProcessSlot {
  readonly kind: ProcessKind;
  readonly name: string;
}

/**
 * Lays the slots out, threads first. Kernel threads go by the names given; a kind with one slot is
 * named without a number.
 */
export function processSlots(pools: ProcessPools, kernelThreads: readonly string[]): ProcessSlot[] {
  return processKinds.flatMap((kind) =>
    Array.from({ length: pools[kind] }, (_, index) => {
      const numbered = pools[kind] === 1 ? kind : `${kind} ${index + 1}`;
      const given = kind === "kernel thread" ? kernelThreads[index] : undefined;
      return { kind, name: given ?? numbered };
    }),
  );
}

/** Yields the references of all slots of one kind. */
export function slotsOf(slots: readonly ProcessSlot[], kind: ProcessKind): Ref<"processes">[] {
  return slots.flatMap((slot, index) => (slot.kind === kind ? [ref("processes", index)] : []));
}
