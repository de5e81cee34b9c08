/** Differences of lists in which the same may be several times. */

/** What is left of `all` when each of `some` is taken out once. */
export function without(all: readonly string[], some: readonly string[]): string[] {
  const left = [...all];
  for (const each of some) {
    const index = left.indexOf(each);
    if (index !== -1) left.splice(index, 1);
  }
  return left;
}
