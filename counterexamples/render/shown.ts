/** Text without what cannot be shown: a trace may come from anybody, and hold anything. */

/**
 * Replaces control characters, which steer terminals, and halves of characters, which are not
 * allowed in SVG. Ends of lines stay.
 */
export function shown(text: string): string {
  return text.replaceAll(/(?!\n)[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, "\uFFFD");
}

/** The same, on one line. */
export function shownOnLine(text: string): string {
  return shown(text.replaceAll(/[\t\n\r]+/g, " "));
}
