/** What came of a replay. */
import type { ReplayReport } from "../replay-runs.ts";
import type { Terminal } from "../terminal.ts";
import { counted } from "./numbers.ts";
import { painter } from "../../counterexamples/render/paint.ts";
import { shownOnLine } from "../../counterexamples/render/shown.ts";
import { wrap } from "../../counterexamples/render/wrap.ts";

/** Yields whether the trace is still a counterexample; if not, what went otherwise, and where. */
export function renderReplay(
  { what, trace, replay, schedule, saved }: ReplayReport,
  { colours, width }: Terminal,
): string {
  const paint = painter(colours);
  const { steps } = trace;
  const [property = "", claim = "", system = ""] = [trace.property, trace.claim, trace.system].map(
    shownOnLine,
  );
  const head = (standing: string): string => `${paint("bold", what)}: ${standing}`;
  const paste = schedule === null ? [] : [wrap("  Schedule: ", schedule, width)];
  const files = saved.map((path) => `  Saved: ${path}`);
  if (replay.outcome === "violated") {
    return [
      head(`${paint("red", property)} is violated after ${counted(steps.length, "step")}`),
      `  System: ${system}`,
      wrap("  Claim:  ", claim, width),
      ...paste,
      ...files,
    ].join("\n");
  }
  const { steps: done, why, enabled } = replay;
  const where =
    done === steps.length
      ? `goes as recorded, but ${why}`
      : `goes otherwise at step ${done + 1} of ${steps.length}`;
  return [
    head(paint("yellow", where)),
    `  System: ${system}`,
    ...(done === steps.length ? paste : [wrap("  There:  ", `${why}.`, width)]),
    ...(enabled.length === 0 ? [] : ["  Enabled there:"]),
    ...enabled.map((name) => wrap("    ", name, width, 6)),
    ...files,
  ].join("\n");
}
