/** What the output stream can show: colours and a width of its own, when it is a terminal. */

export interface Terminal {
  readonly colours: boolean;
  /** Columns to wrap text at. */
  readonly width: number;
  /**
   * Columns that a row of a table or a list may take; infinite when the output goes to a file or a
   * pipe, where `grep` wants whole rows.
   */
  readonly rowWidth: number;
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
  if (stream.isTTY !== true) {
    return { colours: false, width: 100, rowWidth: Number.POSITIVE_INFINITY };
  }
  const refused = (environment["NO_COLOR"] ?? "") !== "" || environment["TERM"] === "dumb";
  const columns = stream.columns ?? 0;
  const width = columns > 0 ? Math.max(columns, 40) : 80;
  return { colours: !refused, width, rowWidth: width };
}
