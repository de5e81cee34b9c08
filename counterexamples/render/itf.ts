/**
 * The Informal Trace Format of Apalache and Quint (Apalache ADR 015), which their viewers open: a
 * list of states, each with all variables. Quint's convention for the action that led to a state, a
 * variable of that name, is followed too: viewers show variables, and leave out the rest.
 */
import type { Json } from "../../checker/json.ts";
import { statesOf } from "../states.ts";
import { actorName, nobody, type Story } from "./story.ts";

/** The variable that says what was done, and by whom; Quint begins its traces with "init". */
const actionTaken = "mbt::actionTaken";

/** What the format has no word for is a variant `{ tag: "None" }`, as option types write it. */
const nothing: Json = { tag: "None", value: { "#tup": [] } };

/** Yields the trace. Each state says in `#meta` which step led to it, by whom. */
export function renderItf({ trace, actors, steps }: Story): string {
  const names = Object.keys(trace.initial as object);
  const states = statesOf(trace).map((state, index) => {
    const step = steps[index - 1];
    const who = step === undefined ? undefined : actors[step.actor];
    const process = who === undefined || who.name === nobody ? null : actorName(who);
    const does = step?.parts.join("; ") ?? null;
    const meta = {
      index,
      ...(does !== null && { step: does }),
      ...(process !== null && { process }),
    };
    const action = [process, does ?? "init"].filter((each) => each !== null).join(": ");
    const values = names.map((name) => [variable(name), valueOf(state[name])] as const);
    return { "#meta": meta, ...Object.fromEntries(values), [actionTaken]: action };
  });
  const meta = {
    format: "ITF",
    "format-description": "https://apalache-mc.org/docs/adr/015adr-trace.html",
    source: trace.system,
    status: "violation",
    description: `${trace.property}: ${trace.claim}`,
  };
  const vars = [...names.map(variable), actionTaken];
  return `${JSON.stringify({ "#meta": meta, vars, states }, null, 2)}\n`;
}

/** Readers take names that begin so for words of the format, or drop them. */
const isReserved = (name: string): boolean => /^(?:#|__|mbt::)/.test(name);

/** A variable has to be a name: one that readers would not take as such stands in quotes. */
const variable = (name: string): string => (isReserved(name) ? JSON.stringify(name) : name);

function valueOf(value: Json | undefined): Json {
  if (value === null || value === undefined) return nothing;
  if (typeof value === "number") {
    // Quint refuses all of a trace for one `#unserializable`; a string it shows.
    return Number.isInteger(value) ? { "#bigint": String(BigInt(value)) } : String(value);
  }
  if (typeof value !== "object") return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map(valueOf);
  const fields = Object.entries(value).map(([key, each]) => [key, valueOf(each)] as const);
  // A field `tag` would make a variant of a record; a map takes any key.
  const isRecord = fields.every(([key]) => key !== "tag" && !isReserved(key));
  return isRecord ? Object.fromEntries(fields) : { "#map": fields };
}
