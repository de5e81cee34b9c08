/** The archive of found traces: a file for each published bug, which must replay for ever. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Property } from "../checker/properties.ts";
import type { System } from "../checker/system.ts";
import type { Trace } from "../checker/trace.ts";
import { replay, type Replay } from "../counterexamples/replay.ts";
import { parseTrace } from "../counterexamples/trace-file.ts";
import type { Patch } from "../model/machine/patch.ts";
import { rebuild, type TraceOrigin } from "../model/rebuild.ts";
import { patches } from "../model/registry.ts";
import type { DriverState } from "../model/state.ts";
import { specs } from "../specs/index.ts";

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

const properties: readonly Property<DriverState>[] = specs.map(({ property }) => property);

/** Builds the system of `origin` with all specs. The replay and the search take any system. */
export function systemOf(origin: TraceOrigin): System {
  return rebuild(origin, properties) as unknown as System;
}

/** Replays a trace on the patched scenario that it says it comes from. */
export function replayArchived(trace: Trace): Replay {
  return replay(systemOf(trace), trace);
}
