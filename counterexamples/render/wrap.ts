/** Fits text into the width of a terminal. */

/**
 * Puts `text` behind `prefix`, broken at spaces into lines; those after the first are indented by
 * `hang` columns, so that they begin where the text does if it is left out.
 */
export function wrap(
  prefix: string,
  text: string,
  width: number,
  hang: number = prefix.length,
): string {
  const lines: string[] = [];
  let line = "";
  // A name stays with its value, and a brace with what it holds.
  for (const word of text.split(/(?<!\w:|\{|->) (?!\})/)) {
    const room = Math.max(width - (lines.length === 0 ? prefix.length : hang), 20);
    if (line === "") line = word;
    else if (line.length + 1 + word.length <= room) line += ` ${word}`;
    else {
      lines.push(line);
      line = word;
    }
  }
  return prefix + [...lines, line].join(`\n${" ".repeat(hang)}`);
}

/** Shortens `text` to `width` columns, with dots in place of what was cut. */
export function clip(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 3))}...`;
}
