/** Which cells a violation is about. */
import { Retrace } from "../../checker/retrace.ts";
import type { StepProperty } from "../../checker/properties.ts";
import type { System } from "../../checker/system.ts";
import type { Change, Trace } from "../../checker/trace.ts";
import type { State } from "../plain-run.ts";
import { statesOf } from "../states.ts";

/**
 * Cells that the property looks at where it is violated: a step property before the last step and
 * behind it. At rest, what keeps everybody from going on counts as well.
 */
export function judgedCells(system: System, trace: Trace): string[] {
  const looked = lookedAt(system, trace);
  const property = system.properties.find(({ id }) => id === trace.property);
  const isOfRest = property === undefined || property.kind === "at-rest";
  return isOfRest ? [...new Set([...looked, ...retraced(system, trace).restsOn()])] : looked;
}

/** The same, without what keeps everybody from going on: in the order in which it was looked at. */
export function lookedAt(system: System, trace: Trace): string[] {
  const property = system.properties.find(({ id }) => id === trace.property);
  if (property?.kind === "step-property") return lookedAtByStep(property, trace);
  return property === undefined ? [] : retraced(system, trace).judgedBy(property);
}

function lookedAtByStep({ holds }: StepProperty, trace: Trace): string[] {
  const [last, states] = [trace.steps.at(-1), statesOf(trace)];
  if (last === undefined) return [];
  const cells = new Set<string>();
  const [before, after] = states.slice(-2).map((state) => watched(state, cells));
  const { action, choice, process, label, source } = last;
  holds(before as never, after as never, { action, choice, process, label, source });
  return [...cells];
}

/** A state that tells which of its cells are looked at. */
function watched(state: State, cells: Set<string>): State {
  const looks = (name: string): void => void cells.add(name);
  return new Proxy(state, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof name !== "string") return value;
      if (!Array.isArray(value)) {
        looks(name);
        return value;
      }
      return new Proxy(value, {
        get(list, index) {
          if (typeof index === "string" && /^\d+$/.test(index)) looks(`${name}:${index}`);
          return Reflect.get(list, index) as unknown;
        },
      });
    },
  });
}

function retraced(system: System, { initial, steps }: Trace): Retrace {
  const retrace = new Retrace(system, initial as object);
  for (const step of steps) retrace.take(step);
  return retrace;
}

/**
 * Cells in the order in which they are to blame: those that the last change of what was judged
 * names, as a recorded fault names the struct, then what was judged, then what the last step saw.
 */
export function cellsToBlame(trace: Trace, judged: readonly string[]): string[] {
  const last = trace.steps.at(-1);
  const telling = judgedChanges(trace, judged);
  const named = namedCells(trace, telling.length === 0 ? (last?.changes ?? []) : telling);
  return [...new Set([...named, ...judged, ...(last?.reads ?? [])])];
}

/** What the last step changes of what was judged. */
export function judgedChanges({ steps }: Trace, judged: readonly string[]): Change[] {
  return (steps.at(-1)?.changes ?? []).filter(({ path }) => judged.includes(cellOf(path)));
}

/** Cells that values or paths of changes name, in the order in which they stand there. */
export function namedCells(
  { initial }: Pick<Trace, "initial">,
  changes: readonly Change[],
): string[] {
  const collections = Object.keys(initial as object);
  const named = JSON.stringify(changes).match(/[A-Za-z_]\w*:\d+/g) ?? [];
  const known = named.filter((cell) => collections.includes(cell.slice(0, cell.indexOf(":"))));
  return [...new Set(known)];
}

/** `vmas:0` for `vmas[0].pages[1]`; `counter` for `counter.value`. */
export function cellOf(path: string): string {
  const [, name = path, index] = /^([\w$]+)(?:\[(\d+)\])?/.exec(path) ?? [];
  return index === undefined ? name : `${name}:${index}`;
}
