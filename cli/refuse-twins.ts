/** Refuses options that are given several times. */
import type { Options } from "yargs";
import { UsageError } from "./usage-error.ts";

/** Of two values for one option, it is not for us to say which was meant. */
export function refuseTwins(given: object, options: Readonly<Record<string, Options>>): void {
  for (const [name, value] of Object.entries(given)) {
    const option = options[name];
    if (option === undefined || option.array === true || !Array.isArray(value)) continue;
    throw new UsageError(`--${name} is given ${value.length} times; give it once`);
  }
}
