/** A line that is redrawn in place while something takes its time. */
import { clip } from "../../counterexamples/render/wrap.ts";

export interface RedrawnLine {
  readonly show: (text: string) => void;
  readonly clear: () => void;
}

export interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly write: (text: string) => unknown;
}

/** Yields a line on `stream`, which must be a terminal for anything to be shown. */
export function redrawnLine(stream: Stream): RedrawnLine {
  if (stream.isTTY !== true) return { show: () => {}, clear: () => {} };
  let shown = false;
  const clear = (): void => {
    if (shown) stream.write("\r\u001B[2K");
    shown = false;
  };
  const show = (text: string): void => {
    clear();
    stream.write(clip(text, (stream.columns ?? 80) - 1));
    shown = true;
  };
  return { show, clear };
}
