/** The archive of found traces: a file for each published bug, which must replay for ever. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Trace } from "../checker/trace.ts";
import { replay, type Replay } from "../counterexamples/replay.ts";
import { parseTrace } from "../counterexamples/trace-file.ts";
import type { Patch } from "../model/machine/patch.ts";
import { patches } from "../model/registry.ts";
import { systemOf } from "../specs/system-of.ts";

export const archive: URL = new URL("../counterexamples/archive/", import.meta.url);

/** The patches that put published bugs back, by the name of the file of their trace. */
export const archived: ReadonlyMap<string, Patch> = new Map(
  patches.flatMap((patch) =>
    patch.bug === null ? [] : [[`${patch.bug}-${patch.id}.json`, patch] as const],
  ),
);

/** Yields the names of the files that are there. */
export function filesInArchive(): string[] {
  return readdirSync(fileURLToPath(archive)).toSorted();
}

/** Yields the trace in a file of the archive. */
export function readTrace(file: string): Trace {
  return parseTrace(readFileSync(new URL(file, archive), "utf8"));
}

/** Replays a trace on the patched scenario that it says it comes from. */
export function replayArchived(trace: Trace): Replay {
  return replay(systemOf(trace), trace);
}
