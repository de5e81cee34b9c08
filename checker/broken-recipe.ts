/** What is said of a recipe or a predicate that threw: the same by whatever means it was run. */
import { notPlain } from "./cells.ts";
import { MemoryExhausted } from "./memory.ts";
import { ModelError } from "./model-error.ts";
import { NotPlain } from "./plain-value.ts";

interface Circumstances {
  /** Where in the recipe; empty if that is not known. */
  readonly label?: string;
  /** Says in a sentence what it had read; asked for only if it is told. */
  readonly read?: () => string;
}

/** Turns whatever a recipe threw into a ModelError that names the recipe and what it had read. */
export function brokenRecipe(
  who: string,
  error: unknown,
  { label = "", read }: Circumstances = {},
): Error {
  if (error instanceof MemoryExhausted) return error;
  const reads = (): string => (read === undefined ? "" : ` ${read()}`);
  if (error instanceof ModelError) {
    if (error.seen.startsWith(who)) return error;
    const seen = `${who}${label} failed. ${error.seen}${reads()}`;
    return new ModelError({ seen, cause: error.cause, next: error.next });
  }
  if (error instanceof NotPlain) return notPlain(`${who}${label} offers`, "k.choose", error);
  const message = error instanceof Error ? error.message : String(error);
  const seen = `${who}${label} threw "${message}".${reads()}`;
  if (/read.?only|not extensible|Cannot (delete|add|redefine|define) property/.test(message)) {
    return new ModelError({
      seen,
      cause:
        "it edits what belongs to the engine: a guard or property that edits the state, " +
        "an effect that changes its choice, or a value kept from another step",
      next: "edit nothing but the draft that the effect is given, and copy what is to be changed",
    });
  }
  if (/revoked/.test(message)) {
    return new ModelError({
      seen,
      cause: "a draft that was kept from an earlier step, in a variable outside of the recipe",
      next: "take everything that a recipe needs from its arguments",
    });
  }
  return new ModelError({
    seen,
    cause: "a case that the recipe does not expect, such as null where it looks for a record",
    next: "handle the case, or exclude it by the guard",
  });
}
