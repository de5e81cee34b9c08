/**
 * The benchmark: `npm run bench`, or `npm run bench -- lifetime-M two-phase-8` for some of it. Runs
 * each system in the engine and, where that ends within reason, in the naive explorer, in the same
 * process and one after the other. Prints a table and writes bench/results/latest.json. Times are
 * of one thread.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { arch, cpus, platform } from "node:os";
import { check } from "../checker/check.ts";
import { minimising } from "./minimising.ts";
import { exploreNaively } from "./naive.ts";
import { subjects, type Subject } from "./subjects.ts";
import { printTable, type Row } from "./table.ts";

/** Each is run this often; the fastest run counts, since noise only ever adds. */
const repetitions = 3;

async function measure({ name, make, naiveStatesMax }: Subject): Promise<Row> {
  let best: Awaited<ReturnType<typeof check>> | null = null;
  for (let run = 0; run < repetitions; run++) {
    const verdict = await check(make());
    if (best === null || verdict.elapsedMs < best.elapsedMs) best = verdict;
  }
  if (best === null) throw new Error("no run");
  const { states, transitions, statistics, elapsedMs } = best;
  return {
    name,
    outcome: best.outcome,
    states,
    transitions,
    seconds: elapsedMs / 1000,
    transitionsPerSecond: statistics.transitionsPerSecond,
    bytesPerState: statistics.bytesPerState,
    evaluations: statistics.evaluations,
    naiveSeconds: states <= naiveStatesMax ? naively(make(), states, transitions) : null,
  };
}

/** Seconds that the naive explorer takes; throws when it counts differently. */
function naively(system: ReturnType<Subject["make"]>, states: number, transitions: number): number {
  const start = performance.now();
  const result = exploreNaively(system);
  if (result.states !== states || result.transitions !== transitions) {
    throw new Error(`${system.name}: the naive explorer counts ${JSON.stringify(result)}`);
  }
  return (performance.now() - start) / 1000;
}

const wanted = process.argv.slice(2);
const minimisingName = "minimise";
const known = [...subjects.map(({ name }) => name), minimisingName];
const unknown = wanted.find((name) => !known.includes(name));
if (unknown !== undefined) {
  console.error(`bench: no subject "${unknown}"; there are ${known.join(", ")}`);
  process.exit(2);
}
const rows: Row[] = [];
for (const subject of subjects) {
  if (wanted.length > 0 && !wanted.includes(subject.name)) continue;
  process.stderr.write(`${subject.name} ...\n`);
  rows.push(await measure(subject));
}
if (rows.length > 0) printTable(rows);
if (wanted.length === 0 || wanted.includes(minimisingName)) console.log(await minimising());
const machine = {
  node: process.version,
  platform: platform(),
  arch: arch(),
  cpu: cpus()[0]?.model,
};
const results = new URL("results/", import.meta.url);
await mkdir(results, { recursive: true });
await writeFile(new URL("latest.json", results), JSON.stringify({ machine, rows }, null, 2));
