/**
 * Runs processes: the one action of a driver system, whose choice is the process that takes its
 * next step. The label of each outcome is "procedure: step", with the name of the process and the
 * step's citation.
 */
import { ModelError } from "../../checker/model-error.ts";
import { nearestName } from "../../checker/nearest-name.ts";
import { collectionOf, indexOf, ref, type Ref } from "../../checker/refs.ts";
import { action, type Action, type Kit } from "../../checker/system.ts";
import type { CellOf, CollectionName, DriverState, PoolName } from "../state.ts";
import type { Errno } from "./errno.ts";
import { FaultRaised, type FaultKind } from "./faults.ts";
import { classOf, type InjectionClass } from "./injections.ts";
import type { StepKit } from "./machine.ts";
import { moved, type AnyProcedure, type Moved, type Procedure } from "./procedure.ts";
import {
  slotsOf,
  type Frame,
  type Process,
  type ProcessKind,
  type ProcessSlot,
} from "./processes.ts";
import type { MutationPoint, StepProbe } from "./probe.ts";
import type { LoadedProcedure, LoadedStep, Program } from "./program.ts";
import { keepUses, StepUses } from "./step-uses.ts";

export interface RunOptions {
  /** Ignores that steps follow others: every step is a transition. */
  readonly unmerged?: boolean;
  /** The same for the steps of one procedure only. */
  readonly apart?: string | null;
  /** Looks into every step. */
  readonly probe?: StepProbe | null;
}

/** Makes the action that runs every process of `slots` by `program`. */
export function runAction(
  program: Program,
  slots: readonly ProcessSlot[],
  { unmerged = false, apart = null, probe = null }: RunOptions = {},
): Action<DriverState> {
  const follows = ({ step, procedure }: LoadedStep): boolean =>
    step.follows && !unmerged && procedure !== apart;
  const uses = new StepUses(program);
  const run = action<DriverState, Ref<"processes">>("run", {
    choices: slots.map((_, index) => ref("processes", index)),
    process: (self) => slots[indexOf(self)]?.name ?? self,
    effect: (state, self, kit) => {
      const process = state.processes[indexOf(self)] ?? null;
      if (process === null || state.fault !== null) return kit.disabled();
      const name = (slots[indexOf(self)] as ProcessSlot).name;
      const taken: LoadedStep[] = [];
      const ended: LoadedStep[] = [];
      let running: Running | null = null;
      let next: LoadedStep | null = null;
      try {
        for (const { procedure } of probe === null ? [] : process.stack) probe?.enters(procedure);
        next = loadedStep(program, process.stack);
        for (let count = 0; next !== null && (taken.length === 0 || follows(next)); count++) {
          if (count === stepsMax) throw endless(next);
          taken.push(next);
          kit.label(titleOf(taken), { process: name, source: (taken[0] ?? next).citation });
          const parts = { program, slots, probe, next: next.next, atOnce: taken.length > 1 };
          running = new Running(state, self, kit, parts);
          probe?.begin(next.title);
          // A loaded step has forgotten the type of its locals.
          const done = next.step.run(running as unknown as StepKit<object, unknown>);
          if (done === undefined) running.goOn();
          probe?.ended(running.touched);
          if (!running.touched && taken.length === 1) taken.pop();
          ended.push(next);
          next = loadedStep(program, process.stack);
        }
      } catch (error) {
        if (running?.waits === true && next !== null) uses.noteWait(next);
        if (!(error instanceof FaultRaised)) throw error;
        state.fault = error.fault;
        kit.label(titleOf(taken), { process: name, source: taken.at(-1)?.citation ?? name });
      }
      uses.noteRun(ended);
    },
  });
  keepUses(run, uses);
  return run;
}

/** More steps than this in one transition are a loop that touches nothing. */
const stepsMax = 200;

function endless({ title }: LoadedStep): ModelError {
  return new ModelError({
    seen: `More than ${stepsMax} steps up to "${title}" touch nothing but their own locals.`,
    cause: "a loop whose condition nothing in it changes, perhaps since a patch removed a step",
    next: "let the loop wait for what should end it",
  });
}

/** The step that a process takes next; null: it has ended. */
function loadedStep(program: Program, stack: readonly Frame[]): LoadedStep | null {
  const frame = stack.at(-1);
  if (frame === undefined) return null;
  const { procedure, at } = frame;
  const loaded = at === null ? null : program.get(procedure)?.steps.get(at);
  if (loaded !== null && loaded !== undefined) return loaded;
  throw new ModelError({
    seen: `A frame of ${procedure} stands at "${at}", where no step follows.`,
    cause: "a patch that removed every step of a procedure",
    next: "keep one step in it, or remove the calls to it",
  });
}

/** What to call a transition of several steps: "procedure: step; step; procedure: step". */
function titleOf(taken: readonly LoadedStep[]): string {
  const parts = taken.map(({ title, label }, index) => {
    const procedure = title.slice(0, -label.length);
    return taken[index - 1]?.title.startsWith(procedure) === true ? label : title;
  });
  return parts.join("; ");
}

interface RunningParts {
  readonly program: Program;
  readonly slots: readonly ProcessSlot[];
  readonly probe: StepProbe | null;
  /** The label of the step behind this one. */
  readonly next: string | null;
  /** Whether the step before it ran in the same transition. */
  readonly atOnce: boolean;
}

/** One step of one process: made anew for every evaluation, and discarded after it. */
class Running implements StepKit<Record<string, unknown>, unknown> {
  readonly self: Ref<"processes">;
  readonly atOnce: boolean;
  /** Whether the step has looked at anything that another process may change. */
  touched: boolean = false;
  /** Whether the step has found that it must wait. */
  waits: boolean = false;
  readonly #state: DriverState;
  readonly #kit: Kit;
  readonly #program: Program;
  readonly #slots: readonly ProcessSlot[];
  readonly #next: string | null;
  readonly #stack: Frame[];
  readonly #frame: Frame;
  readonly #returned: unknown;
  readonly #probe: StepProbe | null;

  constructor(
    state: DriverState,
    self: Ref<"processes">,
    kit: Kit,
    { program, slots, probe, next, atOnce }: RunningParts,
  ) {
    this.atOnce = atOnce;
    this.#state = state;
    this.self = self;
    this.#kit = kit;
    this.#program = program;
    this.#slots = slots;
    this.#next = next;
    this.#probe = probe;
    this.#stack = (state.processes[indexOf(self)] as Process).stack;
    this.#frame = this.#stack.at(-1) as Frame;
    this.#returned = this.#frame.returned;
    delete this.#frame.returned;
  }

  get state(): DriverState {
    this.touched = true;
    return this.#state;
  }

  get local(): Record<string, unknown> {
    return this.#frame.local;
  }

  got(name: string): NonNullable<unknown> {
    const value = this.#frame.local[name];
    if (value !== undefined && value !== null) return value;
    const where = `${this.#frame.procedure}.${name}`;
    return this.fault("null-pointer", where, `uses ${name}, which nobody has set`);
  }

  at<C extends CollectionName>(reference: Ref<C>): CellOf<C> {
    const cell = this.#cell(reference);
    if (cell !== null) return cell;
    return this.fault("use-after-free-struct", reference, "uses a struct that has been freed");
  }

  has(pool: CollectionName): boolean {
    return this.#state[pool].length > 0;
  }

  isLive(reference: Ref<CollectionName>): boolean {
    return this.#cell(reference) !== null;
  }

  alloc<C extends PoolName>(pool: C, value: CellOf<C>): Ref<C> {
    const cells = this.state[pool] as unknown[];
    for (let index = 0; index < cells.length; index++) {
      if (cells[index] !== null) continue;
      cells[index] = value;
      return ref(pool, index);
    }
    throw new ModelError({
      seen: `The pool "${pool}" is exhausted: all of its ${cells.length} cells are in use.`,
      cause: "a scenario whose pool is too small for what its threads do",
      next: `enlarge "${pool}" in the scenario's pools`,
    });
  }

  allocAt<C extends CollectionName>(reference: Ref<C>, value: CellOf<C>): void {
    this.#put(reference, value);
  }

  free<C extends CollectionName>(reference: Ref<C>): void {
    if (this.#cell(reference) === null) {
      this.fault("double-free", reference, "frees what has been freed before");
    }
    this.#put(reference, null);
  }

  fails(error: Errno, kind: InjectionClass = classOf(error)): boolean {
    if (kind === "memory") this.#mayReclaim();
    const { injections } = this.#state;
    const { left, taken } = injections;
    // A budget never grows: once it is used up, nothing that others do matters any more.
    if (left[kind] === 0 || injections.total === 0) return false;
    this.touched = true;
    if (!this.#kit.choose([false, true])) return false;
    left[kind]--;
    injections.total--;
    taken.push(error);
    return true;
  }

  interrupted(): boolean {
    const isThread = this.#slots[indexOf(this.self)]?.kind === "thread";
    return isThread && this.fails("-EINTR");
  }

  choose<Alternative extends string | number | boolean | null>(
    alternatives: readonly Alternative[],
  ): Alternative {
    return this.#kit.choose(alternatives);
  }

  skips(point: MutationPoint): boolean {
    return this.#probe?.skips(point) ?? false;
  }

  wait(): never {
    // A mutant goes on where it should wait: then this does return.
    if (this.skips("wait")) return undefined as never;
    this.waits = true;
    return this.#kit.disabled();
  }

  start(kind: ProcessKind, procedure: string, args: object): void {
    const slots = slotsOf(this.#slots, kind);
    const free = slots.find((slot) => this.#cell(slot) === null);
    if (free === undefined) {
      throw new ModelError({
        seen: `No "${kind}" process is free to run ${procedure}: all ${slots.length} are busy.`,
        cause: "a scenario with too few processes of this kind for what its threads do",
        next: `raise "${kind}" in the scenario's processes`,
      });
    }
    this.#put(free, { stack: [this.#enter(procedure, args)], signalling: false });
  }

  fault(kind: FaultKind, cell: string, what: string): never {
    throw new FaultRaised({ kind, cell, process: this.self, what });
  }

  goto(label: string): Moved {
    const target = this.#target(label);
    if (target === null) return this.ret(0);
    this.#frame.at = target;
    return moved;
  }

  call(callee: AnyProcedure, args: object, then?: string): Moved {
    return this.callPointer(callee.name, args, then);
  }

  callPointer(name: string, args: object, then?: string): Moved {
    this.#frame.at = then === undefined ? this.#next : this.#target(then);
    this.#stack.push(this.#enter(name, args));
    return moved;
  }

  resultOf<CalleeLocal, CalleeResult>(_: Procedure<CalleeLocal, CalleeResult>): CalleeResult {
    return (this.#returned === undefined ? 0 : this.#returned) as CalleeResult;
  }

  ret(value: unknown): Moved {
    return this.#leave(this.#probe === null ? value : this.#probe.returns(value));
  }

  #leave(value: unknown): Moved {
    this.#stack.pop();
    const caller = this.#stack.at(-1);
    if (caller === undefined) this.#state.processes[indexOf(this.self)] = null;
    else if (this.#isOver(caller)) return this.#leave(0);
    else caller.returned = value;
    return moved;
  }

  /** Whether no step follows where a frame stands, perhaps since a patch removed the last one. */
  #isOver({ procedure, at }: Frame): boolean {
    return at === null || this.#loaded(procedure).steps.get(at) === null;
  }

  /**
   * An allocation that may block may run the shrinker, which takes vm->mutex and waits for fences.
   * Whether this process holds one, nobody else can change, so that nothing counts as touched.
   */
  #mayReclaim(): void {
    const { processes, vms } = this.#state;
    const isSignalling = processes[indexOf(this.self)]?.signalling === true;
    if (!isSignalling && vms.every((vm) => vm?.lock !== this.self)) return;
    const where = isSignalling ? "inside of a fence-signalling section" : "with vm->mutex locked";
    this.fault("reclaim-inside", this.self, `allocates with reclaim ${where}`);
  }

  /** Goes on after a step that said nothing: with the next one, or back to the caller. */
  goOn(): void {
    if (this.#next === null) this.ret(0);
    else this.#frame.at = this.#next;
  }

  /**
   * The step that stands where `label` is, or was before a patch removed it; null: none follows.
   */
  #target(label: string): string | null {
    const procedure = this.#loaded(this.#frame.procedure);
    const target = procedure.steps.get(label);
    if (target !== null && target !== undefined) this.#probe?.goesTo(target.title);
    if (target !== undefined) return target === null ? null : target.label;
    throw new ModelError({
      seen: `A step of ${procedure.name} goes to "${label}", which is none of its steps.`,
      cause: "a misspelt label",
      next: nearestName(label, [...procedure.steps.keys()]),
    });
  }

  #enter(name: string, args: object): Frame {
    this.#probe?.enters(name);
    return { procedure: name, at: this.#loaded(name).entry, local: { ...args } };
  }

  #loaded(name: string): LoadedProcedure {
    const loaded = this.#program.get(name);
    if (loaded !== undefined) return loaded;
    throw new ModelError({
      seen: `A step calls "${name}", which is no procedure of this model.`,
      cause: "a misspelt function pointer, or a procedure that all-procedures.ts does not list",
      next: nearestName(name, [...this.#program.keys()]),
    });
  }

  #cell<C extends CollectionName>(reference: Ref<C>): CellOf<C> | null {
    if (typeof reference !== "string" || !reference.includes(":")) {
      return this.fault("null-pointer", String(reference), "dereferences a NULL or error pointer");
    }
    // Nobody else writes the cell of a process, except to start one in a free slot.
    if (reference !== this.self) this.touched = true;
    const collection = this.#state[collectionOf(reference)] as (CellOf<C> | null)[] | undefined;
    const value = collection?.[indexOf(reference)];
    if (value !== undefined) return value;
    throw new ModelError({
      seen: `"${reference}" is no cell of this scenario.`,
      cause: "a reference that was computed, or a pool that the scenario leaves out",
      next: "see the pools of the scenario",
    });
  }

  #put<C extends CollectionName>(reference: Ref<C>, value: CellOf<C> | null): void {
    const collection = this.state[collectionOf(reference)] as (CellOf<C> | null)[];
    collection[indexOf(reference)] = value;
  }
}
