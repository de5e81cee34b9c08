/** Where everybody stands in a state: each process, what it is about to do, and what names it. */
import type { Json } from "../checker/json.ts";
import { isRef } from "../checker/refs.ts";
import { cellIn } from "../counterexamples/explain/ledger.ts";
import type { PlainRun, State } from "../counterexamples/plain-run.ts";
import { value } from "../counterexamples/render/value.ts";

/** A process that is there. */
export interface Standing {
  readonly name: string;
  /** The cell that it is; null: it is none. */
  readonly cell: string | null;
  /** Its calls and where the innermost one stands, or else the value of its cell. */
  readonly at: string | null;
  /** The leaves of the state that name it, such as locks that it holds. */
  readonly namedIn: readonly string[];
}

/** Yields the processes that are there, in the order of the system's actions. */
export function standingsIn(run: PlainRun, state: State): Standing[] {
  const byName = new Map<string, Standing>();
  for (const { process, choice } of run.instances) {
    const cell = isRef(choice) ? choice : null;
    if (process === null && cell === null) continue;
    const content = cell === null ? null : cellIn(state, cell);
    if (cell !== null && content === null) continue;
    const name = process ?? cell ?? "";
    byName.set(`${name} ${cell}`, {
      name,
      cell,
      at: content === null ? null : placeOf(content),
      namedIn: cell === null ? [] : leavesNaming(cell, state),
    });
  }
  return [...byName.values()];
}

/** Processes of the driver keep their calls in a list called `stack`. */
function placeOf(content: Json): string {
  const stack =
    typeof content === "object" && content !== null && !Array.isArray(content)
      ? (content as Readonly<Record<string, Json>>)["stack"]
      : undefined;
  if (!Array.isArray(stack)) return value(content);
  const frames = stack as readonly { procedure?: unknown; at?: unknown }[];
  const calls = frames.map(({ procedure }) => String(procedure)).join(" > ");
  return `${calls}: ${String(frames.at(-1)?.at)}`;
}

function leavesNaming(cell: string, state: State): string[] {
  const found = new Set<string>();
  const look = (path: string, content: Json): void => {
    if (content === cell) found.add(path);
    if (typeof content !== "object" || content === null) return;
    if (Array.isArray(content)) {
      const isCollection = !path.includes("[") && !path.includes(".");
      for (const [index, each] of (content as Json[]).entries()) {
        look(isCollection ? `${path}[${index}]` : path, each);
      }
      return;
    }
    for (const [key, each] of Object.entries(content)) look(`${path}.${key}`, each);
  };
  for (const [name, content] of Object.entries(state)) look(name, content);
  return [...found];
}
