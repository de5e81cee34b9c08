/** Which cells a violation is about. */
import { Retrace } from "../../checker/retrace.ts";
import type { System } from "../../checker/system.ts";
import type { Change, Trace } from "../../checker/trace.ts";

/**
 * Cells that the property looks at where it is violated. A step property looks at what the last
 * step touched. At rest, what keeps everybody from going on counts as well.
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
  if (property?.kind === "step-property") {
    const last = trace.steps.at(-1);
    return [...new Set([...(last?.writes ?? []), ...(last?.reads ?? [])])];
  }
  return property === undefined ? [] : retraced(system, trace).judgedBy(property);
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
