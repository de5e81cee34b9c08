/**
 * Reads the quantities that options take: counts, durations and sizes. Each refusal names its
 * option.
 */
import { UsageError } from "./usage-error.ts";

const DURATION_UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};
const SIZE_UNITS: Readonly<Record<string, number>> = {
  K: 2 ** 10,
  M: 2 ** 20,
  G: 2 ** 30,
  T: 2 ** 40,
};

/** Reads a whole number, which may be grouped: `200000`, `200_000` or `200,000`. */
export function parseCount(option: string, text: string, minimum: number): number {
  if (!/^\d+(?:[_,]\d{3})*$/.test(text)) {
    throw new UsageError(`${option} takes a whole number such as 200000, not "${text}"`);
  }
  const count = Number(text.replaceAll(/[_,]/g, ""));
  if (!Number.isSafeInteger(count)) throw tooLarge(option, text);
  if (count < minimum) throw new UsageError(`${option} must be at least ${minimum}, not ${text}`);
  return count;
}

/** Reads a duration with its unit, `500ms`, `30s`, `2m`, `1h` or `1m30s`, in milliseconds. */
export function parseDuration(option: string, text: string): number {
  const wanted = `${option} takes a duration with its unit, such as 500ms, 30s, 2m or 1h30m`;
  if (!/^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/.test(text)) {
    throw new UsageError(`${wanted}, not "${text}"`);
  }
  let milliseconds = 0;
  for (const [, amount, unit] of text.matchAll(/([\d.]+)(ms|s|m|h)/g)) {
    milliseconds += Number(amount) * (DURATION_UNITS[unit ?? ""] ?? Number.NaN);
  }
  return positive(option, text, milliseconds);
}

/** Reads a size with its unit, `512M` or `4G` (powers of 1024; `4GiB` is the same), in bytes. */
export function parseSize(option: string, text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)([KMGT])(?:iB)?$/i.exec(text) ?? [];
  if (amount === undefined || unit === undefined) {
    throw new UsageError(`${option} takes a size with its unit, such as 512M or 4G, not "${text}"`);
  }
  return positive(option, text, Number(amount) * (SIZE_UNITS[unit.toUpperCase()] ?? Number.NaN));
}

function positive(option: string, text: string, amount: number): number {
  const whole = Math.floor(amount);
  if (!Number.isSafeInteger(whole)) throw tooLarge(option, text);
  if (whole < 1) throw new UsageError(`${option} must be more than nothing, not ${text}`);
  return whole;
}

function tooLarge(option: string, text: string): UsageError {
  return new UsageError(`${option} ${text} is larger than any run; leave the option out instead`);
}
