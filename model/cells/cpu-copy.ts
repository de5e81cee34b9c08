/** What every copy with the CPU finds out about the memory at both ends. */
import type { Machine } from "../machine/machine.ts";
import { cpuMayCopy } from "./device.ts";
import { touchMemory, type MemoryRef } from "./sgt.ts";

/**
 * Memory that is freed may not be touched, nor memory that a running blit writes, nor what only the
 * GPU can reach.
 */
export function checkCopy(k: Machine, source: MemoryRef | null, destination: MemoryRef): void {
  touchMemory(k, destination);
  if (source !== null) touchMemory(k, source);
  if (!cpuMayCopy(k)) {
    k.fault("kernel-assertion", destination, "is copied with the CPU, which cannot reach it all");
  }
  const clash = k.state.requests.find(
    (request) =>
      request?.kind === "blit" &&
      request.state === "running" &&
      (request.destination === destination ||
        request.destination === source ||
        request.source === destination),
  );
  if (clash != null) {
    k.fault("copy-overlaps-a-copy", destination, "is copied with the CPU under a running blit");
  }
}
