/**
 * Faults: what the sanitizers in the primitives record, as KASAN, refcount_t, lockdep and the debug
 * checks of dma-resv do in the kernel. A fault stops the run: no process is enabled in a state that
 * has one, and a spec reports it. Leaks are no faults: they are judged at rest.
 */
import type { Ref } from "../../checker/refs.ts";

/** Everything that a primitive may find wrong. Every kind is reported by a spec. */
export const faultKinds = [
  "use-after-free-struct",
  "use-after-free-table",
  "use-after-free-memory",
  "double-free",
  "refcount-underflow",
  "null-pointer",
  "unlock-by-stranger",
  "lock-in-signalling-section",
  "fence-signalled-twice",
  "fence-freed-unsignalled",
  "fence-slot-overrun",
  "fence-forgotten",
  "kernel-assertion",
  "pinned-but-not-held",
  "reclaim-inside",
  "fence-error-too-late",
  "listed-while-dying",
  "copy-overlaps-a-copy",
  "eviction-frees-nothing",
  "device-asleep",
  "wakeref-too-late",
  "wrong-allocator",
  "list-corruption",
  "reclaimed-in-use",
  "counts-left-at-free",
  "fault-not-served",
  "promise-broken",
  "on-two-lists",
] as const;

export type FaultKind = (typeof faultKinds)[number];

export interface Fault {
  readonly kind: FaultKind;
  /** The cell that was misused. */
  readonly cell: string;
  /** Who did it. */
  readonly process: Ref<"processes">;
  /** What it did, in one phrase. */
  readonly what: string;
}

/** Thrown by `Machine.fault`, caught by the runner, which records the fault in the state. */
export class FaultRaised extends Error {
  override readonly name = "FaultRaised";
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(`${fault.kind}: ${fault.cell}: ${fault.what}`);
    this.fault = fault;
  }
}
