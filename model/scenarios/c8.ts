/**
 * C8 (driver.md 12): two objects compete for one block of local memory. Windows: a block that was
 * freed is still read by the blit of the eviction; the blit that clears it has failed, and nobody has
 * made good for it yet; an object is deleted while it is evicted.
 */
import { exec, migrateTo } from "../operations.ts";
import { scenario, type Scenario } from "../scenario.ts";

const pools = { blocks: 1, tts: 3, bos: 3, resources: 4 } as const;
const twoObjects = [{}, {}] as const;

export const c8: readonly Scenario[] = [
  scenario("C8-evict", {
    title: "X is in local memory and in use; Y is moved there, and executes",
    objects: twoObjects,
    pools,
    vms: [{ slots: 2 }],
    prologue: [migrateTo("LMEM", 0), exec(0), "until jobs run"],
    threads: [[migrateTo("LMEM", 1), exec(1)]],
    expected: { outcome: "holds", finding: null, states: 1, transitions: 1, depth: 1 },
    shows: [],
  }),
];
