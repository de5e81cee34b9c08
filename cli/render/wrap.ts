/** Fits text into the width of a terminal. */

/**
 * Puts `text` behind `prefix`, broken at spaces into lines that all begin where the first one does.
 */
export function wrap(prefix: string, text: string, width: number): string {
  const indent = " ".repeat(prefix.length);
  const room = Math.max(width - prefix.length, 20);
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line === "") line = word;
    else if (line.length + 1 + word.length <= room) line += ` ${word}`;
    else {
      lines.push(line);
      line = word;
    }
  }
  return prefix + [...lines, line].join(`\n${indent}`);
}

/** Shortens `text` to `width` columns, with dots in place of what was cut. */
export function clip(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 3))}...`;
}
