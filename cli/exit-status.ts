/** What a command's exit status means: the contract that scripts and CI rely on. */

/** Everything holds and every witness was reached. */
export const HOLDS = 0;
/** A property was violated. */
export const VIOLATED = 1;
/** Wrong usage, a broken model, or a scenario that deviates from what it declares. */
export const BROKEN = 2;
/** Nothing was violated, but a bound cut the search or a witness was missed. */
export const INCOMPLETE = 3;
/** A second Ctrl-C: 128 and SIGINT, as shells count it. */
export const KILLED = 130;
/**
 * Nobody reads the output any more: 128 and SIGPIPE. It is no success, since nothing was judged.
 */
export const PIPE_CLOSED = 141;

const GRAVEST_FIRST: readonly number[] = [BROKEN, VIOLATED, INCOMPLETE];

/** Yields the status of several runs together: the gravest one counts. */
export function gravest(statuses: readonly number[]): number {
  return GRAVEST_FIRST.find((status) => statuses.includes(status)) ?? HOLDS;
}
