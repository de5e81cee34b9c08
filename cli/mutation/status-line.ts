/** The line that shows how far a mutation run is, redrawn in place on a terminal. */
import { redrawnLine, type Stream } from "../render/redrawn-line.ts";

export interface StatusLine {
  /** Counts one more, of some kind. */
  readonly count: (kind: string) => void;
  readonly clear: () => void;
}

/** Yields a line on `stream`, which must be a terminal for anything to be shown. */
export function statusLine(stream: Stream, what: string, total: number): StatusLine {
  const { show, clear } = redrawnLine(stream);
  const counts = new Map<string, number>();
  let done = 0;
  const count = (kind: string): void => {
    done++;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    const kinds = [...counts].map(([name, number]) => `${number} ${name}`).join(", ");
    show(`${what}: ${done} of ${total}: ${kinds}`);
  };
  return { count, clear };
}
