/** Says in one message what ended a command. Never a stack trace. */
import { ModelError } from "../checker/model-error.ts";
import { placeOf, show } from "./load-error.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Yields the message for `error`: as it is for wrong usage and broken models, with its place
 * otherwise.
 */
export function describeError(error: unknown): string {
  if (error instanceof UsageError || error instanceof ModelError) return error.message;
  if (!(error instanceof Error)) return `something threw ${JSON.stringify(error) ?? String(error)}`;
  const place = placeOf(error.stack ?? "");
  if (place !== null) return `${show(place.file)}:${place.line}: ${error.name}: ${error.message}`;
  const [, ownPlace = "an unknown place"] =
    /\((?:file:\/\/)?([^()]*:\d+):\d+\)/.exec(error.stack ?? "") ?? [];
  return `a mistake in drmcheck itself: ${error.message} (${ownPlace})`;
}
