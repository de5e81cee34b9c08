/** C10 */
import { GLOBAL_BIND, LOCAL_BIND } from "../cells/bind-bits.ts";
import type { Configuration } from "../initial-state.ts";
import {
  exec,
  faultGgtt,
  migrateTo,
  pinInGgtt,
  releaseMmaps,
  relocate,
  suspendDevice,
  unbind,
  unbindSync,
} from "../operations.ts";
import { scenario, type Scenario } from "../scenario.ts";

/** A GGTT with a ppGTT behind it: LOCAL binds are asynchronous. */
const aliasing = {
  vms: [{ ggtt: { asyncBits: LOCAL_BIND, alias: 1 } }, {}],
  vmas: [{ object: 0, vm: 0 }],
  device: true,
} as const satisfies Partial<Configuration>;
const plain = { vms: [{ ggtt: {} }], device: true } as const satisfies Partial<Configuration>;
const stopMachine = {
  vms: [{ ggtt: { asyncBits: 3 } }],
  device: true,
} as const satisfies Partial<Configuration>;
const views = [
  { object: 0, vm: 0 },
  { object: 0, vm: 0, view: "partial" },
] as const;
const suspend = [{ name: "suspend", operations: [suspendDevice()] }];
const expected = { outcome: "holds", finding: null, states: 0, transitions: 0, depth: 0 } as const;

export const c10: readonly Scenario[] = [
  scenario("C10-alias", {
    title: "x",
    ...aliasing,
    threads: [[pinInGgtt(LOCAL_BIND), pinInGgtt(GLOBAL_BIND), unbind()]],
    expected,
    shows: [],
  }),
  scenario("C10-relocate", {
    title: "x",
    ...aliasing,
    threads: [[relocate(), unbind()]],
    expected,
    shows: [],
  }),
  scenario("C10-plain", {
    title: "x",
    ...plain,
    threads: [[pinInGgtt(GLOBAL_BIND), unbind()]],
    expected,
    shows: [],
  }),
  scenario("C10-fault", {
    title: "x",
    ...plain,
    threads: [[faultGgtt(), releaseMmaps(), unbind()]],
    kernelThreads: suspend,
    expected,
    shows: [],
  }),
  scenario("C10-stop", {
    title: "x",
    ...stopMachine,
    threads: [[pinInGgtt(LOCAL_BIND), pinInGgtt(GLOBAL_BIND), unbind()]],
    expected,
    shows: [],
  }),
  scenario("C10-view", {
    title: "x",
    ...stopMachine,
    pools: { viewSgts: 1 },
    vmas: views,
    threads: [[pinInGgtt(GLOBAL_BIND, "partial"), migrateTo("SYSTEM")]],
    expected,
    shows: [],
  }),
];
