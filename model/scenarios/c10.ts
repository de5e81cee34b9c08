/**
 * C10 (driver.md 12): an object in the global GTT, bound LOCAL and GLOBAL, as a whole and by a
 * view, mapped by the CPU, on a device that sleeps when nobody needs it. The last thread unbinds
 * the object before it closes the handle: what happens otherwise is C10-destroy.
 */
import { GLOBAL_BIND, LOCAL_BIND } from "../cells/bind-bits.ts";
import type { Configuration } from "../configuration.ts";
import {
  exec,
  faultGgtt,
  joinThreads,
  migrateTo,
  pinInGgtt,
  queueInGgtt,
  releaseMmaps,
  relocate,
  suspendDevice,
  touch,
  unbind,
  unbindSync,
  unmap,
} from "../operations.ts";
import { scenario, type Scenario } from "../scenario.ts";

type Part = Partial<Configuration>;

/** Nothing is asynchronous in a GGTT as most devices have it. */
const plain = { vms: [{ ggtt: {} }], sleeps: true } as const satisfies Part;

/** A ppGTT stands behind the GGTT, and takes the LOCAL binds, which are asynchronous. */
const aliasing = {
  vms: [{ ggtt: { asyncBits: LOCAL_BIND, alias: 1 } }, {}],
  vmas: [{ object: 0, vm: 0 }],
  sleeps: true,
} as const satisfies Part;

/** Where a write to the GGTT has to stop the machine, all binds go through a work. */
const stopMachine = { vms: [{ ggtt: { asyncBits: 3 }, slots: 2 }] } as const satisfies Part;

/** The object has a partial view besides itself. */
const twoViews = {
  pools: { viewSgts: 1 },
  vmas: [
    { object: 0, vm: 0 },
    { object: 0, vm: 0, view: "partial" },
  ],
} as const satisfies Part;

/** A suspend that comes as soon as nobody needs the device, once. */
const suspend = [{ name: "suspend", operations: [suspendDevice()] }];

export const c10: readonly Scenario[] = [
  // The second pin finds the resource of the first, and frees its own.
  scenario("C10-rebind", {
    title: "with a ppGTT behind: pin LOCAL, pin GLOBAL, unbind",
    ...aliasing,
    threads: [[pinInGgtt(LOCAL_BIND), pinInGgtt(GLOBAL_BIND), unbind()]],
    kernelThreads: suspend,
    expected: { outcome: "holds", finding: null, states: 3489, transitions: 9145, depth: 83 },
    shows: ["a-vma-is-bound-twice", "a-rebind-has-a-spare-resource"],
  }),
  // The relocation adds nothing to the pages count.
  scenario("C10-relocate-idle", {
    title: "C10-relocate in memory that is clear already",
    ...aliasing,
    prologue: [migrateTo("LMEM"), "until idle"],
    threads: [[relocate(), unbind()]],
    expected: { outcome: "holds", finding: null, states: 52, transitions: 51, depth: 51 },
    shows: [],
  }),
  // The GLOBAL bind comes while the LOCAL one is pending: each forgets what the other has noted.
  scenario("C10-relocate", {
    title: "with a ppGTT behind: a relocation adds a GLOBAL bind, then unbind",
    ...aliasing,
    threads: [[relocate(), unbind()]],
    expected: { outcome: "violated", finding: "F20", states: 3763, transitions: 9227, depth: 73 },
    shows: [],
  }),
  // Another thread unbinds the object while a relocation binds it.
  scenario("C10-relocate-race", {
    title: "C10-relocate with two threads: one relocates, the other unbinds",
    vms: aliasing.vms,
    vmas: aliasing.vmas,
    objects: [{ handles: 2 }],
    prologue: [migrateTo("LMEM"), "until idle"],
    threads: [[relocate(0), joinThreads(), unbind(0)], [unbindSync(1)]],
    expected: { outcome: "holds", finding: null, states: 155, transitions: 201, depth: 55 },
    shows: [],
  }),
  // Both bits are the same entries: the second one writes nothing. Such devices never sleep.
  scenario("C10-same-entries", {
    title: "without a ppGTT at all: execute LOCAL, pin GLOBAL, unbind",
    vms: plain.vms,
    threads: [[exec(), pinInGgtt(GLOBAL_BIND), unbind()]],
    expected: { outcome: "holds", finding: null, states: 2263, transitions: 5578, depth: 92 },
    shows: ["a-vma-is-bound-twice"],
  }),
  // The unbind waits for the job, and its worker finds nobody else who keeps the device awake.
  scenario("C10-job", {
    title: "with a ppGTT behind: execute, pin GLOBAL, unbind while the job runs",
    ...aliasing,
    prologue: [pinInGgtt(GLOBAL_BIND)],
    threads: [[exec(), unbind()]],
    kernelThreads: suspend,
    expected: { outcome: "holds", finding: null, states: 7632, transitions: 22075, depth: 73 },
    shows: ["an-unbind-keeps-the-device-awake"],
  }),
  // A suspend removes the mapping, and so do the release and the unbind.
  scenario("C10-fault", {
    title: "map through the GGTT, release, map again, unbind; the device may sleep once",
    ...plain,
    threads: [[faultGgtt(), releaseMmaps(), faultGgtt(), unbind()]],
    kernelThreads: suspend,
    expected: { outcome: "holds", finding: null, states: 1142, transitions: 2257, depth: 76 },
    shows: ["a-suspend-finds-a-mapping", "a-device-sleeps"],
  }),
  // The CPU reaches local memory through the device, which sleeps once nobody looks.
  scenario("C10-fault-local", {
    title: "in local memory: map, touch twice, unmap, while it moves; the device may sleep once",
    sleeps: true,
    prologue: [migrateTo("LMEM"), "until idle"],
    threads: [[touch(), touch(), unmap()], [migrateTo("SYSTEM")]],
    kernelThreads: suspend,
    expected: { outcome: "holds", finding: null, states: 4367, transitions: 12317, depth: 40 },
    shows: ["a-suspend-finds-local-memory-mapped"],
  }),
  // The fault waits for the bind work, which writes the GGTT on behalf of a pin that is over.
  scenario("C10-async", {
    title: "with asynchronous GLOBAL binds: map through the GGTT, unbind, pin again",
    ...stopMachine,
    sleeps: true,
    threads: [[faultGgtt(), unbind(), pinInGgtt(GLOBAL_BIND), unbind()]],
    expected: { outcome: "holds", finding: null, states: 1248, transitions: 2778, depth: 105 },
    shows: [],
  }),
  // The table of the view goes with its last user, while the bind work may still be queued.
  scenario("C10-view", {
    title: "with asynchronous GLOBAL binds: pin a view, unbind it and wait, move",
    ...stopMachine,
    ...twoViews,
    threads: [[queueInGgtt(GLOBAL_BIND, "partial"), unbindSync(), migrateTo("SYSTEM")]],
    expected: { outcome: "holds", finding: null, states: 1359, transitions: 2961, depth: 89 },
    shows: ["a-view-is-bound-asynchronously"],
  }),
  // Two who need not lock the object revoke its mappings.
  scenario("C10-revokers", {
    title: "mapped as a whole and by a view: two threads release the mappings",
    vms: [{ ggtt: {}, slots: 2 }],
    sleeps: true,
    ...twoViews,
    objects: [{ handles: 2 }],
    prologue: [faultGgtt(), faultGgtt("partial")],
    threads: [[releaseMmaps(0), joinThreads(), unbindSync(0)], [releaseMmaps(1)]],
    kernelThreads: suspend,
    expected: { outcome: "holds", finding: null, states: 1092, transitions: 2509, depth: 65 },
    shows: ["an-object-is-mapped-twice"],
  }),
  // A fence register is in use by a job: the unbind waits for that with vm->mutex held.
  scenario("C10-register", {
    title: "tiled, with a ppGTT behind: map through the GGTT, execute, unbind",
    ...aliasing,
    fenceRegisters: 1,
    prologue: [faultGgtt()],
    threads: [[exec(), unbind()]],
    expected: { outcome: "holds", finding: null, states: 1156, transitions: 2767, depth: 72 },
    shows: [],
  }),
  // Whatever the tables say, no bind writes beside its node.
  scenario("C10-neighbours", {
    title: "two objects side by side: pin one, then the other, unbind both",
    vms: [{ ggtt: {}, slots: 2 }],
    sleeps: true,
    objects: [{}, {}],
    threads: [
      [
        pinInGgtt(GLOBAL_BIND, "normal", 0),
        pinInGgtt(GLOBAL_BIND, "normal", 1),
        unbindSync(0),
        unbindSync(1),
      ],
    ],
    expected: { outcome: "holds", finding: null, states: 6137, transitions: 13072, depth: 123 },
    shows: ["neighbours-are-bound"],
  }),
  // Nobody keeps the device awake for the last unbind of an object.
  scenario("C10-destroy", {
    title: "pin GLOBAL, destroy",
    ...plain,
    threads: [[pinInGgtt(GLOBAL_BIND)]],
    expected: { outcome: "violated", finding: "F14", states: 152, transitions: 225, depth: 40 },
    shows: [],
  }),
  // The wakeref of a pin ends with the pin, and not with the bind work that it queues.
  scenario("C10-queued-bind", {
    title: "with asynchronous GLOBAL binds: pin while the memory is being cleared",
    ...stopMachine,
    sleeps: true,
    threads: [[pinInGgtt(GLOBAL_BIND), unbindSync()]],
    expected: { outcome: "violated", finding: "F15", states: 233, transitions: 405, depth: 31 },
    shows: [],
  }),
  // An object cannot be moved while a view of it is bound, however often the user asks.
  scenario("C10-view-move", {
    title: "with asynchronous GLOBAL binds: pin a view, move the object",
    ...stopMachine,
    ...twoViews,
    threads: [[queueInGgtt(GLOBAL_BIND, "partial"), migrateTo("SYSTEM"), unbindSync()]],
    expected: { outcome: "violated", finding: "F16", states: 325, transitions: 577, depth: 33 },
    shows: [],
  }),
  // An interrupted GLOBAL bind gives back the resource that the LOCAL one still uses.
  scenario("C10-relocate-signal", {
    title: "C10-relocate; a signal may interrupt one wait",
    ...aliasing,
    threads: [[relocate(), unbind(), unbind()]],
    injections: { signal: 1 },
    expected: { outcome: "violated", finding: "F17", states: 188, transitions: 294, depth: 28 },
    shows: [],
  }),
  // An interrupted wait for a fence register is not noticed.
  scenario("C10-register-signal", {
    title: "C10-register; a signal may interrupt one wait",
    ...aliasing,
    fenceRegisters: 1,
    prologue: [faultGgtt()],
    threads: [[exec(), unbind(), unbind()]],
    injections: { signal: 1 },
    expected: { outcome: "violated", finding: "F18", states: 338, transitions: 734, depth: 37 },
    shows: [],
  }),
  // Every exit gives back what was taken, wakerefs and tables of views among them.
  scenario("C10-memory", {
    title: "map a view through the GGTT, unbind; one blocking allocation fails",
    ...plain,
    ...twoViews,
    threads: [[faultGgtt("partial"), unbindSync()]],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 674, transitions: 955, depth: 69 },
    shows: [],
  }),
  scenario("C10-pin-memory", {
    title: "pin GLOBAL, unbind, relocate, unbind; one blocking allocation fails",
    ...aliasing,
    prologue: [migrateTo("LMEM"), "until idle"],
    threads: [[pinInGgtt(GLOBAL_BIND), unbindSync(), relocate(), unbindSync()]],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 159, transitions: 159, depth: 84 },
    shows: [],
  }),
  scenario("C10-nowait", {
    title: "C10-job; an allocation that may not block fails",
    ...aliasing,
    prologue: [pinInGgtt(GLOBAL_BIND)],
    threads: [[exec(), unbind()]],
    injections: { nowait: 1 },
    expected: { outcome: "holds", finding: null, states: 2499, transitions: 6031, depth: 71 },
    shows: [],
  }),
  scenario("C10-signal", {
    title: "map through the GGTT, release, unbind; a signal may interrupt one wait",
    ...plain,
    objects: [{ handles: 2 }],
    prologue: [migrateTo("LMEM"), "until idle"],
    threads: [[faultGgtt("normal", 0), joinThreads(), unbind(0), unbind(0)], [releaseMmaps(1)]],
    injections: { signal: 1 },
    expected: { outcome: "holds", finding: null, states: 119, transitions: 168, depth: 51 },
    shows: [],
  }),
  // A suspend and a mapping come at any point of a relocation, a move and a pin.
  scenario("C10-two-users", {
    title: "with a ppGTT behind: one relocates, executes, moves and pins twice, the other maps",
    bounds: "standard",
    ...aliasing,
    objects: [{ handles: 2 }],
    // No LOCAL bind is left pending: what happens otherwise is C10-relocate.
    prologue: [migrateTo("LMEM"), "until idle"],
    threads: [
      [
        relocate(0),
        exec(0),
        migrateTo("SYSTEM", 0),
        pinInGgtt(GLOBAL_BIND, "normal", 0),
        migrateTo("LMEM", 0),
        pinInGgtt(GLOBAL_BIND, "normal", 0),
        joinThreads(),
        unbind(0),
      ],
      [faultGgtt("normal", 1), releaseMmaps(1)],
    ],
    kernelThreads: suspend,
    expected: {
      outcome: "holds",
      finding: null,
      states: 2786187,
      transitions: 10899036,
      depth: 189,
    },
    shows: [],
  }),
  // Views come and go beside each other, with bind works under way.
  scenario("C10-two-views", {
    title:
      "with asynchronous GLOBAL binds: two threads bind an object and a view, and move it; " +
      "an allocation that may not block fails",
    bounds: "standard",
    ...stopMachine,
    ...twoViews,
    pools: { viewSgts: 1, bindWorks: 4, vmaResources: 4 },
    objects: [{ handles: 2 }],
    threads: [
      [
        queueInGgtt(GLOBAL_BIND, "partial", 0),
        unbindSync(0),
        migrateTo("SYSTEM", 0),
        queueInGgtt(GLOBAL_BIND, "partial", 0),
        joinThreads(),
        unbindSync(0),
      ],
      [queueInGgtt(LOCAL_BIND, "normal", 1), queueInGgtt(GLOBAL_BIND, "normal", 1)],
    ],
    injections: { nowait: 1 },
    expected: {
      outcome: "holds",
      finding: null,
      states: 5694409,
      transitions: 24607667,
      depth: 180,
    },
    shows: [],
  }),
  // Mappings of both views are made and revoked by two threads and a suspend.
  scenario("C10-two-mappings", {
    title: "two threads map an object and a view, and release them; an allocation fails",
    bounds: "standard",
    vms: [{ ggtt: {}, slots: 2 }],
    sleeps: true,
    ...twoViews,
    objects: [{ handles: 2 }],
    threads: [
      [
        faultGgtt("normal", 0),
        releaseMmaps(0),
        faultGgtt("normal", 0),
        joinThreads(),
        unbindSync(0),
      ],
      [faultGgtt("partial", 1), releaseMmaps(1), unbindSync(1), faultGgtt("partial", 1)],
    ],
    kernelThreads: [...suspend, ...suspend],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 328238, transitions: 938356, depth: 154 },
    shows: [],
  }),
  // A relocation adds a bind, while another user binds, maps and unbinds the object.
  scenario("C10-relocate-pins", {
    title: "with a ppGTT behind: one relocates, the other pins twice, maps and unbinds",
    ...aliasing,
    objects: [{ handles: 2 }],
    prologue: [migrateTo("LMEM"), "until idle"],
    threads: [
      [relocate(0), joinThreads(), unbind(0)],
      [
        pinInGgtt(LOCAL_BIND, "normal", 1),
        pinInGgtt(GLOBAL_BIND, "normal", 1),
        faultGgtt("normal", 1),
        releaseMmaps(1),
        unbindSync(1),
      ],
    ],
    kernelThreads: suspend,
    expected: { outcome: "holds", finding: null, states: 1488, transitions: 2801, depth: 116 },
    shows: ["a-device-sleeps"],
  }),
  scenario("C10-two-users-failures", {
    title: "C10-two-users; a non-blocking allocation, a trylock and a mapping for DMA fail",
    bounds: "deep",
    ...aliasing,
    objects: [{ handles: 2 }],
    prologue: [migrateTo("LMEM"), "until idle"],
    threads: [
      [
        relocate(0),
        exec(0),
        migrateTo("SYSTEM", 0),
        pinInGgtt(GLOBAL_BIND, "normal", 0),
        joinThreads(),
        unbind(0),
      ],
      [faultGgtt("normal", 1), releaseMmaps(1)],
    ],
    kernelThreads: suspend,
    injections: { nowait: 1, trylock: 1, map: 1 },
    expected: null,
    shows: [],
  }),
];
