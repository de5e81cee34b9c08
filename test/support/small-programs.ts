/**
 * Random small systems: processes that each run a program over a few registers, with or without
 * names, and a property of one of the kinds. They race, wait, choose, deadlock and go round.
 */
import fc from "fast-check";
import type { Json } from "../../checker/json.ts";
import { atRest, invariant, stepProperty, type Property } from "../../checker/properties.ts";
import { Retrace } from "../../checker/retrace.ts";
import { action, system, type System } from "../../checker/system.ts";
import type { Trace } from "../../checker/trace.ts";
import { isViolated } from "../../counterexamples/moment.ts";
import { PlainRun, type State, type Taken } from "../../counterexamples/plain-run.ts";
import { fromNowhere } from "./nowhere.ts";

interface Operation {
  /** The last one goes on at the start while the register is of this value. */
  readonly kind: "set" | "add" | "wait" | "copy" | "choose" | "repeat";
  readonly register: number;
  readonly value: number;
}

export interface Programs {
  readonly programs: readonly (readonly Operation[])[];
  /** Whether steps say whose they are. */
  readonly named: boolean;
  readonly kind: "invariant" | "at-rest" | "step-property" | "deadlock";
  readonly forbidden: number;
}

interface Registers {
  registers: { value: number }[];
  processes: { at: number }[];
}

const [registerCount, valueCount] = [3, 3];

const someOperation: fc.Arbitrary<Operation> = fc.record({
  kind: fc.constantFrom("set", "set", "add", "add", "wait", "copy", "choose", "repeat"),
  register: fc.nat(registerCount - 1),
  value: fc.nat(valueCount - 1),
});

export const smallPrograms: fc.Arbitrary<Programs> = fc.record({
  programs: fc.array(fc.array(someOperation, { minLength: 1, maxLength: 4 }), {
    minLength: 2,
    maxLength: 3,
  }),
  named: fc.boolean(),
  kind: fc.constantFrom("invariant", "at-rest", "step-property", "deadlock"),
  forbidden: fc.nat(valueCount - 1),
});

function propertyOf({ kind, forbidden }: Programs): Property<Registers>[] {
  const holds = ({ registers: [first, second] }: Registers): boolean =>
    first?.value !== forbidden || second?.value !== forbidden;
  if (kind === "invariant") return [invariant(kind, { claim: "never both", holds })];
  if (kind === "at-rest") return [atRest(kind, { claim: "not both in the end", holds })];
  if (kind === "deadlock") return [];
  return [
    stepProperty(kind, {
      claim: "the first one does not come to this value when the second one is there",
      holds: (before: Registers, after: Registers) =>
        before.registers[0]?.value === after.registers[0]?.value || holds(after),
    }),
  ];
}

/** The system of some programs. */
export function systemOfPrograms(of: Programs): System {
  const { programs, named } = of;
  return system<Registers>({
    name: "programs",
    initial: {
      registers: Array.from({ length: registerCount }, () => ({ value: 0 })),
      processes: programs.map(() => ({ at: 0 })),
    },
    actions: [
      action<Registers, number>("run", {
        choices: [...programs.keys()],
        ...(named && { process: (index: number) => `process ${index}` }),
        guard: ({ processes }, index) =>
          (processes[index]?.at ?? 0) < (programs[index]?.length ?? 0),
        effect: (state, index, kit) => {
          const process = state.processes[index] as { at: number };
          const operation = programs[index]?.[process.at];
          if (operation === undefined) return;
          const { kind, register, value } = operation;
          const cell = state.registers[register] as { value: number };
          process.at++;
          if (kind === "wait" && cell.value < value) kit.disabled();
          if (kind === "set") cell.value = value;
          if (kind === "add") cell.value = Math.min(cell.value + 1, valueCount - 1);
          if (kind === "copy") cell.value = state.registers[value]?.value ?? 0;
          if (kind === "choose") cell.value = kit.choose([value, 0]);
          if (kind === "repeat" && cell.value === value) process.at = 0;
        },
      }),
    ],
    done: ({ processes }) => processes.every(({ at }, index) => at === programs[index]?.length),
    properties: propertyOf(of),
  }) as unknown as System;
}

/** A random walk up to the first violation of what `of` judges; null: it met none. */
export function walkOf(of: Programs, picks: readonly number[]): Trace | null {
  const from = systemOfPrograms(of);
  const [run, retrace] = [new PlainRun(from), new Retrace(from)];
  let before = from.initials[0] as State;
  let [state, step]: [State, Taken | null] = [before, null];
  const isOver = (): boolean => isViolated(of.kind, { system: from, run, before, state, step });
  for (const pick of picks) {
    if (isOver()) break;
    const enabled = run.enabled(state);
    step = enabled[pick % Math.max(enabled.length, 1)] ?? null;
    if (step === null) return null;
    retrace.take(step);
    [before, state] = [state, step.after];
  }
  return isOver() ? retrace.trace({ ...head, property: of.kind }) : null;
}

const head = {
  system: "programs",
  ...fromNowhere,
  claim: "",
} as const;

/** What states are told apart by. */
export const textOf = (state: Json | State): string => JSON.stringify(state);
