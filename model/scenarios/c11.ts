/**
 * C11 (driver.md 12): locks and fences alone. Each user does any one thing that waits while it holds
 * something, in every order, beside the works that signal and a capture. Who deadlocks here
 * deadlocks in the driver; the check for that is the engine's own.
 */
import type { KernelThread } from "../initial-state.ts";
import { takeLocks, type Operation } from "../operations.ts";
import { scenario, type Scenario } from "../scenario.ts";

const users = (count: number): Operation[][] =>
  Array.from({ length: count }, () => [takeLocks("anything")]);

const works: readonly KernelThread[] = [
  { name: "GPU", operations: [takeLocks("the GPU")] },
  { name: "unbind work", operations: [takeLocks("i915_vma_resource_unbind_work")] },
  { name: "other unbind", operations: [takeLocks("an immediate unbind")] },
  { name: "memcpy work", operations: [takeLocks("__memcpy_work")] },
];

const capture = (hung: boolean, bindings: readonly string[]): KernelThread => ({
  name: "capture",
  operations: [takeLocks("i915_capture_error_state", { hung, bindings })],
});

const nothing = { bos: 0, resources: 0, blocks: 0, tts: 0, ioSgts: 0 };
const nobody = { vmaResources: 0, bindWorks: 0, requests: 0, memcpyWorks: 0 };

const bare = { skeleton: true, objects: [], vms: [], pools: { ...nothing, ...nobody } } as const;

export const c11: readonly Scenario[] = [
  scenario("C11-two-users", {
    title: "locks alone: two users, the works, a capture of a hung job",
    ...bare,
    threads: users(2),
    kernelThreads: [...works, capture(true, ["unbind"])],
    expected: { outcome: "holds", finding: null, states: 0, transitions: 0, depth: 0 },
    shows: [],
  }),
  scenario("C11-capture", {
    title: "locks alone: two users, the works, a capture of a job that may end",
    bounds: "standard",
    ...bare,
    threads: users(2),
    kernelThreads: [...works, capture(false, ["unbind"])],
    expected: { outcome: "holds", finding: null, states: 0, transitions: 0, depth: 0 },
    shows: [],
  }),
  // Two bindings are held: the mutex is taken for one while somebody waits under it for the other.
  scenario("C11-two-holds", {
    title: "locks alone: one user, the works, a capture of two bindings whose job may end",
    ...bare,
    threads: users(1),
    kernelThreads: [...works, capture(false, ["other unbind", "unbind"])],
    expected: { outcome: "holds", finding: null, states: 0, transitions: 0, depth: 0 },
    shows: [],
  }),
  scenario("C11-hung-holds", {
    title: "locks alone: two users, the works, a capture of two bindings of a hung job",
    bounds: "standard",
    ...bare,
    threads: users(2),
    kernelThreads: [...works, capture(true, ["other unbind", "unbind"])],
    expected: { outcome: "holds", finding: null, states: 0, transitions: 0, depth: 0 },
    shows: [],
  }),
  scenario("C11-three-users", {
    title: "locks alone: three users, the works, a capture of a hung job",
    bounds: "standard",
    ...bare,
    threads: users(3),
    kernelThreads: [...works, capture(true, ["unbind"])],
    expected: { outcome: "holds", finding: null, states: 0, transitions: 0, depth: 0 },
    shows: [],
  }),
];
