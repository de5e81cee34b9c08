/** Small broken systems, and what the checker says of them. */
import { expect } from "vitest";
import { check } from "../../checker/check.ts";
import { ModelError } from "../../checker/model-error.ts";
import type { CheckOptions } from "../../checker/options.ts";
import { action, system, type ActionParts, type SystemParts } from "../../checker/system.ts";

export interface BrokenState {
  // oxlint-disable-next-line typescript/no-explicit-any -- types would prevent what goes wrong
  [name: string]: any;
}
export type Effect = ActionParts<BrokenState, number>["effect"];
export type Parts = Partial<SystemParts<BrokenState>>;

/** Three vmas, a record and a flag. */
export const plainState = (): BrokenState => ({
  vmas: [{ at: "idle" }, { at: "idle" }, { at: "bound" }],
  record: { count: 0, list: [2, 1] },
  flag: false,
});

/** A system with one action, "Act", that has the choices 0 and 1. */
export const acting = (
  effect: Effect,
  more: Partial<ActionParts<BrokenState, number>> = {},
): Parts => ({
  actions: [action<BrokenState, number>("Act", { choices: [0, 1], ...more, effect })],
});

/** Yields the ModelError that checking a system throws, with its three parts in place. */
export async function errorOf(parts: Parts, options: CheckOptions = {}): Promise<ModelError> {
  let error: unknown = null;
  try {
    await check(
      system<BrokenState>({ name: "broken", initial: plainState(), actions: [], ...parts }),
      options,
    );
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(ModelError);
  const { seen, cause, next, message } = error as ModelError;
  for (const part of [seen, cause, next]) expect(part).toMatch(/^\S.{10,}/);
  expect(seen, "what was seen is a sentence").toMatch(/^[A-Z"\w].*\.$/);
  expect(message).toBe(`${seen}\n  Usual cause: ${cause}\n  Next move: ${next}`);
  return error as ModelError;
}
