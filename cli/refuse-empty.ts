/** Refuses empty names. */
import { UsageError } from "./usage-error.ts";

/** An empty word is no name: as a rule a shell variable was empty. */
export function refuseEmpty(names: readonly string[]): void {
  if (!names.some((each) => each.trim() === "")) return;
  throw new UsageError("one of the names is empty; is a shell variable not set?");
}
