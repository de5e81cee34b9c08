/**
 * What primitives and steps see of the machine: the cells, allocation, branching, and the means to
 * wait, to start a process and to record a fault. `StepKit` adds control flow and the locals of the
 * running frame.
 */
import type { Ref } from "../../checker/refs.ts";
import type { CellOf, CollectionName, DriverState, PoolName } from "../state.ts";
import type { Errno } from "./errno.ts";
import type { FaultKind } from "./faults.ts";
import type { InjectionClass } from "./injections.ts";
import type { MutationPoint } from "./probe.ts";
import type { Callee, Moved } from "./procedure.ts";
import type { ProcessKind } from "./processes.ts";

/** The part that primitives need: they act on cells, and know nothing of frames. */
export interface Machine {
  /** A draft of the whole state; `at` is preferred, since it checks for use after free. */
  readonly state: DriverState;
  /** The process that takes this step. */
  readonly self: Ref<"processes">;
  /** Whether nobody has run since the last step that touched anything. */
  readonly atOnce: boolean;
  /**
   * Yields a draft of the cell. A freed cell is a use after free, a missing reference a NULL
   * pointer.
   */
  at<C extends CollectionName>(reference: Ref<C>): CellOf<C>;
  /** Says whether the scenario has a pool at all: one that has none pays nothing for it. */
  has(pool: CollectionName): boolean;
  /**
   * Yields whether the cell is allocated, without touching it. For ghost bookkeeping and
   * assertions.
   */
  isLive(reference: Ref<CollectionName>): boolean;
  /**
   * Fills the lowest free cell of a pool. A full pool is a broken scenario: a ModelError that names
   * it.
   */
  alloc<C extends PoolName>(pool: C, value: CellOf<C>): Ref<C>;
  /** Fills one given cell: for structs that are embedded in another one, and share its index. */
  allocAt<C extends CollectionName>(reference: Ref<C>, value: CellOf<C>): void;
  /** Returns a cell to its pool. Doing so twice is a double free. */
  free<C extends CollectionName>(reference: Ref<C>): void;
  /**
   * Explores both the success and, while the budget lasts, the failure of something. True: it
   * fails.
   */
  fails(error: Errno, kind?: InjectionClass): boolean;
  /**
   * As `fails`, for a signal that is pending for the process: only threads of users ever get one.
   */
  interrupted(): boolean;
  choose<Alternative extends string | number | boolean | null>(
    alternatives: readonly Alternative[],
  ): Alternative;
  /**
   * Whether to leave undone what a primitive is about to do: to measure specs by mutants, and never
   * otherwise.
   */
  skips(point: MutationPoint): boolean;
  /** The step is not enabled now. */
  wait(): never;
  /**
   * Starts a process: a work, a GPU request, an irq_work. None free is a ModelError that names the
   * kind.
   */
  start(kind: ProcessKind, procedure: string, args: object): void;
  /** Records a fault and stops the run. */
  fault(kind: FaultKind, cell: string, what: string): never;
}

/** What the steps of one procedure see: the machine, their locals, and control flow. */
export interface StepKit<Local, Result> extends Machine {
  readonly local: Local;
  /**
   * Reads a local that an earlier step should have set. Not set: a NULL or uninitialised pointer.
   */
  got<Name extends keyof Local>(name: Name): NonNullable<Local[Name]>;
  /** Goes on at another step of this procedure. */
  goto(label: string): Moved;
  /**
   * Calls a procedure, then goes on at the next step, or at `then`, which finds the result with
   * `resultOf`.
   */
  call<CalleeLocal extends object, CalleeResult>(
    callee: Callee<CalleeLocal, CalleeResult>,
    args: CalleeLocal,
    then?: string,
  ): Moved;
  /** Calls through a function pointer: a callback that the state names. */
  callPointer(name: string, args: object, then?: string): Moved;
  /** The result of the procedure called by the step before; falling off the end yields 0. */
  resultOf<CalleeLocal, CalleeResult>(callee: Callee<CalleeLocal, CalleeResult>): CalleeResult;
  /** Returns to the caller. */
  ret(value: Result): Moved;
}
