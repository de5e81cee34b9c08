/**
 * C1: one object in one address space executes, moves out of local memory and is destroyed, with
 * every bind, unbind and copy asynchronous (driver.md 12, C1). Its variants each look at one thing
 * more.
 */
import { scenario, type Scenario } from "../scenario.ts";

/** Big enough for all variants; what a run cannot use costs next to nothing. */
export const c1Pools = {
  bos: 4,
  resources: 5,
  blocks: 2,
  tts: 4,
  ioSgts: 3,
  vmaResources: 3,
  bindWorks: 2,
  requests: 4,
  memcpyWorks: 2,
} as const;

export const c1Processes = {
  thread: 1,
  "bind work": 2,
  "unbind work": 2,
  "GPU request": 4,
  "irq work": 2,
  "memcpy work": 2,
  "free work": 1,
  "delayed delete": 4,
} as const;

export const c1Move: Scenario = scenario("C1-move", {
  title: "one object: execute, migrate to system memory, destroy",
  pools: c1Pools,
  processes: c1Processes,
  threads: [["exec", "migrate to system", "destroy"]],
  expected: { outcome: "holds", finding: null, states: 264675, transitions: 948831, depth: 108 },
  misses: ["a-copy-relies-on-the-table-of-a-tt", "bind-meets-a-pending-unbind"],
});
