/** Suggests what a misspelt name may have meant, as the last part of a message. */
import leven from "leven";

/** Yields a sentence that offers the nearest of `known`, or lists them when none is near. */
export function nearestName(wrong: string, known: readonly string[]): string {
  if (known.length === 0) return "there is nothing to choose from here";
  const ranked = known
    .map((name) => ({ name, distance: leven(wrong.toLowerCase(), name.toLowerCase()) }))
    .toSorted((a, b) => a.distance - b.distance);
  const [nearest] = ranked;
  const close = nearest !== undefined && nearest.distance <= Math.max(2, wrong.length / 3);
  if (close) return `did you mean "${nearest.name}"?`;
  const shown = known
    .slice(0, 12)
    .map((name) => `"${name}"`)
    .join(", ");
  return `known are ${shown}${known.length > 12 ? ` and ${known.length - 12} more` : ""}`;
}
