/** The line that shows a running search, redrawn in place. */
import type { Progress } from "../../checker/options.ts";
import { counted, duration, rough, size } from "./numbers.ts";
import { redrawnLine, type Stream } from "./redrawn-line.ts";
import { clip } from "../../counterexamples/render/wrap.ts";

export interface ProgressLine {
  readonly show: (progress: Progress) => void;
  readonly clear: () => void;
}

/** Yields a line on `stream`, which must be a terminal for anything to be shown. */
export function progressLine(stream: Stream, name: string): ProgressLine {
  const { show, clear } = redrawnLine(stream);
  return {
    show: (progress) => show(`${clip(name, 24)}  ${progressText(progress)}`),
    clear,
  };
}

/** `depth 12  1.2M states  410k/s  frontier 34k  96 MiB  3.05 s  states-max 42 %`. */
function progressText(progress: Progress): string {
  const seconds = Math.max(progress.elapsedMs, 1) / 1000;
  const bound = progress.nearestBound;
  return [
    `depth ${progress.depth}`,
    progress.states < 1000 ? counted(progress.states, "state") : `${rough(progress.states)} states`,
    `${rough(progress.states / seconds)}/s`,
    `frontier ${rough(progress.frontier)}`,
    size(progress.memoryBytes),
    duration(progress.elapsedMs),
    ...(bound === null ? [] : [`${bound.bound}-max ${Math.floor(bound.used * 100)} %`]),
  ].join("  ");
}
