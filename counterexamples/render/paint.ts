/** The few styles of the output. Text is padded and wrapped before it is painted. */
const CODES = { bold: "1", dim: "2", red: "31", green: "32", yellow: "33", cyan: "36" } as const;

export type Style = keyof typeof CODES;
export type Paint = (style: Style, text: string) => string;

/** Yields a painter that does nothing where there are no colours. */
export function painter(colours: boolean): Paint {
  if (!colours) return (_style, text) => text;
  return (style, text) => (text === "" ? "" : `\u001B[${CODES[style]}m${text}\u001B[0m`);
}
