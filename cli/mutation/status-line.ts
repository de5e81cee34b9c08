/** The line that shows how far a mutation run is, redrawn in place on a terminal. */

export interface StatusLine {
  /** Counts one more, of some kind. */
  readonly count: (kind: string) => void;
  readonly clear: () => void;
}

interface Stream {
  readonly isTTY?: boolean;
  readonly write: (text: string) => unknown;
}

/** Yields a line on `stream`, which must be a terminal for anything to be shown. */
export function statusLine(stream: Stream, what: string, total: number): StatusLine {
  if (stream.isTTY !== true || total === 0) return { count: () => {}, clear: () => {} };
  const counts = new Map<string, number>();
  let done = 0;
  const clear = (): void => {
    stream.write("\r\u001B[2K");
  };
  const count = (kind: string): void => {
    done++;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    const kinds = [...counts].map(([name, number]) => `${number} ${name}`).join(", ");
    clear();
    stream.write(`${what}: ${done} of ${total}: ${kinds}`);
  };
  return { count, clear };
}
