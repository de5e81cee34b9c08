/** What the output stream can show: colours and a width, or neither when it is not a terminal. */

export interface Terminal {
  readonly colours: boolean;
  /**
   * Columns to wrap at; infinite when the output goes to a file or a pipe, where `grep` wants whole
   * lines.
   */
  readonly width: number;
}

interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/**
 * Yields what `stream` can show. NO_COLOR (https://no-color.org) and TERM=dumb turn colours off.
 */
export function terminalOf(
  stream: OutputStream,
  environment: Readonly<Record<string, string | undefined>>,
): Terminal {
  if (stream.isTTY !== true) return { colours: false, width: Number.POSITIVE_INFINITY };
  const refused = (environment["NO_COLOR"] ?? "") !== "" || environment["TERM"] === "dumb";
  const columns = stream.columns ?? 0;
  return { colours: !refused, width: columns > 0 ? Math.max(columns, 40) : 80 };
}
