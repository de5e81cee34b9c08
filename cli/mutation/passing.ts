/** What states look like in which nobody stands before a certain step. */
import type { Json } from "../../checker/json.ts";
import type { Frame, Process } from "../../model/machine/processes.ts";

/**
 * Yields a function of values of cells. A frame that stands before the step stands before the next
 * one afterwards; if there is none it has returned 0, as a procedure does whose steps are over.
 */
export function passing(
  step: Pick<Frame, "procedure" | "at">,
  next: string | null,
): (value: Json) => Json {
  const isThere = ({ procedure, at }: Frame): boolean =>
    procedure === step.procedure && at === step.at;
  return (value) => {
    const process: unknown = value;
    if (!isProcess(process) || !process.stack.some(isThere)) return value;
    const stack = process.stack.map((frame) => (isThere(frame) ? { ...frame, at: next } : frame));
    const left = unwound(stack);
    return left.length === 0 ? null : ({ ...process, stack: left } as unknown as Json);
  };
}

/** Without the frames that have ended; the one below has the result. */
function unwound(stack: readonly Frame[]): readonly Frame[] {
  if (stack.at(-1)?.at !== null) return stack;
  const rest = stack.slice(0, -1);
  const caller = rest.at(-1);
  if (caller === undefined || caller.at === null) return unwound(rest);
  return [...rest.slice(0, -1), { ...caller, returned: 0 }];
}

function isProcess(value: unknown): value is Process {
  return (
    typeof value === "object" && value !== null && "stack" in value && Array.isArray(value.stack)
  );
}
