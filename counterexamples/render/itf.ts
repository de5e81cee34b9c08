/**
 * The Informal Trace Format of Apalache and Quint (Apalache ADR 015), which their viewers open: a
 * list of states, each with all variables.
 */
import type { Json } from "../../checker/json.ts";
import { statesOf } from "../states.ts";
import { actorName, type Story } from "../story.ts";

/** What the format has no word for is a variant `{ tag: "None" }`, as option types write it. */
const nothing: Json = { tag: "None", value: { "#tup": [] } };

/** Yields the trace. Each state says in `#meta` which step led to it, by whom. */
export function renderItf({ trace, actors, steps }: Story): string {
  const vars = Object.keys(trace.initial as object);
  const states = statesOf(trace).map((state, index) => {
    const step = steps[index - 1];
    const who = step === undefined ? undefined : actors[step.actor];
    const meta = {
      index,
      ...(step !== undefined && { step: step.parts.join("; ") }),
      ...(who !== undefined && { process: actorName(who) }),
    };
    const values = vars.map((name) => [name, valueOf(state[name])] as const);
    return { "#meta": meta, ...Object.fromEntries(values) };
  });
  const meta = {
    format: "ITF",
    "format-description": "https://apalache-mc.org/docs/adr/015adr-trace.html",
    source: trace.system,
    status: "violation",
    description: `${trace.property}: ${trace.claim}`,
  };
  return `${JSON.stringify({ "#meta": meta, vars, states }, null, 2)}\n`;
}

function valueOf(value: Json | undefined): Json {
  if (value === null || value === undefined) return nothing;
  if (typeof value === "number") {
    return Number.isInteger(value)
      ? { "#bigint": String(value) }
      : { "#unserializable": String(value) };
  }
  if (typeof value !== "object") return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map(valueOf);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, valueOf(each)]));
}
