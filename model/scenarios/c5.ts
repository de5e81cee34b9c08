/**
 * C5 (driver.md 12): the end of an address space against the end of an object that is bound in it,
 * against unbinding and evicting it, and against looking its vma up anew.
 */
import type { Configuration } from "../configuration.ts";
import {
  closeVm,
  createVmHandle,
  destroy,
  destroyVmHandle,
  exec,
  execByHandle,
  getVmHandle,
  isBound,
  migrateTo,
  tolerating,
  tryToUnbind,
  unbind,
  unbindAll,
} from "../operations.ts";
import { scenario, type Scenario } from "../scenario.ts";

/** X is bound, and its job is running; Y has its pages, and wants the same range. */
const twoInOneRange = {
  objects: [{}, {}],
  pools: { blocks: 2, tts: 4, bos: 4, vmaResources: 4 },
  vms: [{ bindsAsync: false }],
  prologue: [migrateTo("LMEM", 1), "until idle", exec(0), "until jobs run"],
} as const satisfies Partial<Configuration>;

export const c5: readonly Scenario[] = [
  // Either side may find the other one dying: the VM leaves the vma to the object, or takes it
  // away.
  scenario("C5-close", {
    title: "one idle object, bound: destroy, unbind, close the address space, each in a thread",
    prologue: [exec(), "until idle"],
    threads: [[destroy()], [unbind()], [closeVm()]],
    expected: { outcome: "holds", finding: null, states: 1029, transitions: 2414, depth: 32 },
    shows: ["a-vm-is-kept-for-a-dying-object", "an-object-outlives-its-vm"],
  }),
  scenario("C5-close-busy", {
    title: "C5-close, but a job runs, which keeps the address space until it retires",
    prologue: [exec(), "until jobs run"],
    threads: [[destroy()], [unbind()], [closeVm()]],
    expected: { outcome: "holds", finding: null, states: 3806, transitions: 10816, depth: 44 },
    shows: ["an-unbind-is-pending-in-a-dying-vm"],
  }),
  // Whoever may not wait gives up, and whoever must not fail waits for the address space to end.
  scenario("C5-close-flags", {
    title: "C5-close with other ways of unbinding: only asked for, only tried, with a barrier",
    prologue: [exec(), "until jobs run"],
    threads: [[isBound(), tryToUnbind(), unbindAll()], [closeVm()]],
    injections: { trylock: 1 },
    expected: { outcome: "holds", finding: null, states: 824, transitions: 1634, depth: 46 },
    shows: [],
  }),
  // The page tables must stay until the unbind that was scheduled before is through.
  scenario("C5-close-pending", {
    title: "an unbind is pending behind a job: close the address space, destroy the object",
    prologue: [exec(), "until jobs run", unbind()],
    threads: [[closeVm()], [destroy()]],
    expected: { outcome: "holds", finding: null, states: 725, transitions: 1721, depth: 28 },
    shows: ["an-unbind-is-pending-in-a-dying-vm"],
  }),
  // Nothing of the address space may stay behind in an object that lives on.
  scenario("C5-outlives", {
    title: "close the address space of an object that outlives it, and that moves",
    pools: { vmas: 1 },
    vmas: [],
    prologue: [exec(), "until jobs run"],
    threads: [[migrateTo("SYSTEM")], [closeVm()]],
    keeps: [0],
    expected: { outcome: "holds", finding: null, states: 4612, transitions: 12591, depth: 55 },
    shows: ["an-object-outlives-its-vm", "an-unbind-is-pending-in-a-dying-vm"],
  }),
  scenario("C5-lookup", {
    title: "no vma yet, synchronous binds: execute, destroy, close the VM, each in a thread",
    pools: { vmas: 1 },
    vms: [{ bindsAsync: false }],
    vmas: [],
    threads: [[exec()], [destroy()], [closeVm()]],
    expected: { outcome: "holds", finding: null, states: 2498, transitions: 6642, depth: 75 },
    shows: ["a-vm-is-kept-for-a-dying-object"],
  }),
  scenario("C5-retire", {
    title: "close the address space while a bind retires",
    pools: { vmas: 1 },
    vmas: [],
    threads: [[exec()], [closeVm()]],
    expected: { outcome: "violated", finding: "F4", states: 6588, transitions: 19994, depth: 68 },
    shows: [],
  }),
  scenario("C5-lookup-race", {
    title: "no vma yet: execute in two threads",
    pools: { vmas: 2 },
    vms: [{ bindsAsync: false }],
    vmas: [],
    threads: [[exec()], [exec()]],
    expected: { outcome: "holds", finding: null, states: 7223, transitions: 19931, depth: 85 },
    shows: [],
  }),
  scenario("C5-lookup-memory", {
    title: "C5-lookup without destroying; one blocking allocation fails",
    pools: { vmas: 1 },
    vms: [{ bindsAsync: false }],
    vmas: [],
    threads: [[exec()], [closeVm()]],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 2747, transitions: 5455, depth: 75 },
    shows: ["an-object-outlives-its-vm"],
  }),
  scenario("C5-handles", {
    title: "export the address space of a context; guess the handle; close the context",
    pools: { vmHandles: 1 },
    prologue: [exec(), "until idle"],
    threads: [
      [getVmHandle(), execByHandle(0), destroyVmHandle(0)],
      [destroyVmHandle(0)],
      [closeVm()],
    ],
    expected: { outcome: "holds", finding: null, states: 1047, transitions: 2294, depth: 47 },
    shows: ["a-vm-is-kept-for-a-dying-object"],
  }),
  scenario("C5-handles-create", {
    title: "create an address space and execute in it; somebody guesses its handle",
    pools: { vms: 2, vmas: 2, vmHandles: 1 },
    vmas: [],
    threads: [[createVmHandle(false), execByHandle(0), destroyVmHandle(0)], [destroyVmHandle(0)]],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 4989, transitions: 11816, depth: 78 },
    shows: [],
  }),
  // All of them at once, and the look-up makes a vma anew where the last one has been destroyed.
  scenario("C5-all", {
    title: "an unbind pending behind a job: migrate and destroy, execute, unbind, close at once",
    bounds: "standard",
    vms: [{ bindsAsync: false }],
    prologue: [exec(), "until jobs run", unbind()],
    threads: [[migrateTo("SYSTEM"), destroy()], [exec()], [unbind()], [closeVm()]],
    injections: { memory: 1 },
    expected: {
      outcome: "holds",
      finding: null,
      states: 5060948,
      transitions: 22672342,
      depth: 102,
    },
    shows: [],
  }),
  scenario("C5-handles-all", {
    title: "C5-handles with executions in the context too; one blocking allocation fails",
    bounds: "standard",
    pools: { vmHandles: 1, vmas: 2 },
    vms: [{ bindsAsync: false }],
    vmas: [],
    threads: [
      [getVmHandle(), execByHandle(0), destroyVmHandle(0)],
      [destroyVmHandle(0), unbind()],
      [exec(), closeVm()],
    ],
    injections: { memory: 1 },
    expected: {
      outcome: "holds",
      finding: null,
      states: 1460787,
      transitions: 5532391,
      depth: 132,
    },
    shows: [],
  }),
  scenario("C5-evict", {
    title: "a job runs on X: destroy it, close the address space, execute Y in the range of X",
    ...twoInOneRange,
    threads: [[destroy(0)], [exec(1)], [closeVm()]],
    expected: { outcome: "holds", finding: null, states: 12269, transitions: 30518, depth: 79 },
    shows: [],
  }),
  // The evictor grabs what is dying, or has it unbound beneath it; the VM ends in between.
  scenario("C5-evict-all", {
    title: "C5-evict, and X is unbound as well; one failure of any class",
    bounds: "standard",
    ...twoInOneRange,
    threads: [[destroy(0)], [exec(1)], [unbind(0)], [closeVm()]],
    injections: { any: 1 },
    expected: {
      outcome: "holds",
      finding: null,
      states: 2389572,
      transitions: 8909025,
      depth: 100,
    },
    shows: ["a-vm-is-kept-for-a-dying-object", "an-unbind-is-pending-in-a-dying-vm"],
  }),
  scenario("C5-evict-pending", {
    title: "an unbind pending behind a job: execute X and Y in one range, destroy, close",
    bounds: "standard",
    ...twoInOneRange,
    prologue: [migrateTo("LMEM", 1), "until idle", exec(0), "until jobs run", unbind(0)],
    threads: [
      [tolerating("-ENOSPC", exec(0))],
      [destroy(0)],
      [tolerating("-ENOSPC", exec(1))],
      [closeVm()],
    ],
    expected: { outcome: "holds", finding: null, states: 811874, transitions: 3054659, depth: 121 },
    shows: ["an-unbind-is-pending-in-a-dying-vm"],
  }),
  scenario("C5-all-deep", {
    title: "C5-evict-pending, and X is migrated too; an allocation and a trylock fail",
    bounds: "deep",
    ...twoInOneRange,
    prologue: [migrateTo("LMEM", 1), "until idle", exec(0), "until jobs run", unbind(0)],
    threads: [
      [tolerating("-ENOSPC", exec(0))],
      [migrateTo("SYSTEM", 0), destroy(0)],
      [tolerating("-ENOSPC", exec(1))],
      [closeVm()],
    ],
    injections: { memory: 1, trylock: 1 },
    expected: null,
    shows: [],
  }),
];
