/**
 * C11 (driver.md 12): locks and fences alone. Each user does any one thing that waits while it
 * holds something, in every order, beside the works that signal and a capture. Who deadlocks here
 * deadlocks in the driver; the check for that is the engine's own.
 */
import { takeLocks, type Operation } from "../operations.ts";
import { noPools } from "../pools.ts";
import { scenario, type Scenario } from "../scenario.ts";

const users = (count: number): Operation[] =>
  Array.from({ length: count }, () => takeLocks("anything"));

const works: readonly Operation[] = [
  takeLocks("the GPU"),
  takeLocks("i915_vma_resource_unbind_work"),
  takeLocks("an immediate unbind"),
  takeLocks("__memcpy_work"),
];

const capture = (hung: boolean, bindings: readonly string[]): Operation =>
  takeLocks("i915_capture_error_state", { hung, bindings });

/** A thread for each: a thread ends with its last step. */
const threadsOf = (...operations: readonly Operation[]): Operation[][] =>
  operations.map((each) => [each]);

const bare = { skeleton: true, objects: [], vms: [], pools: noPools } as const;

export const c11: readonly Scenario[] = [
  scenario("C11-two-users", {
    title: "locks alone: two users, the works, a capture of a hung job",
    ...bare,
    threads: threadsOf(...users(2), ...works, capture(true, ["unbind"])),
    expected: { outcome: "holds", finding: null, states: 132072, transitions: 563656, depth: 20 },
    shows: [],
  }),
  scenario("C11-capture", {
    title: "locks alone: two users, the works, a capture of a job that may end",
    ...bare,
    threads: threadsOf(...users(2), ...works, capture(false, ["unbind"])),
    expected: { outcome: "holds", finding: null, states: 371670, transitions: 1688756, depth: 23 },
    shows: [],
  }),
  // Two bindings are held: the mutex is taken for one while somebody waits under it for the other.
  scenario("C11-two-holds", {
    title: "locks alone: one user, the works, a capture of two bindings whose job may end",
    ...bare,
    threads: threadsOf(...users(1), ...works, capture(false, ["other unbind", "unbind"])),
    expected: { outcome: "violated", finding: "F5", states: 13648, transitions: 47516, depth: 17 },
    shows: [],
  }),
  scenario("C11-hung-holds", {
    title: "locks alone: two users, the works, a capture of two bindings of a hung job",
    ...bare,
    threads: threadsOf(...users(2), ...works, capture(true, ["other unbind", "unbind"])),
    expected: { outcome: "holds", finding: null, states: 134168, transitions: 570136, depth: 20 },
    shows: [],
  }),
  scenario("C11-three-users", {
    title: "locks alone: three users, the works, a capture of a hung job",
    bounds: "standard",
    ...bare,
    threads: threadsOf(...users(3), ...works, capture(true, ["unbind"])),
    expected: {
      outcome: "holds",
      finding: null,
      states: 3680964,
      transitions: 19293666,
      depth: 24,
    },
    shows: [],
  }),
  scenario("C11-three-users-capture", {
    title: "locks alone: three users, the works, a capture of a job that may end",
    bounds: "standard",
    ...bare,
    threads: threadsOf(...users(3), ...works, capture(false, ["unbind"])),
    expected: {
      outcome: "holds",
      finding: null,
      states: 10422822,
      transitions: 57299904,
      depth: 27,
    },
    shows: [],
  }),
  scenario("C11-four-users", {
    title: "locks alone: four users, the works, a capture of a hung job",
    bounds: "deep",
    ...bare,
    threads: threadsOf(...users(4), ...works, capture(true, ["unbind"])),
    expected: {
      outcome: "holds",
      finding: null,
      states: 87152064,
      transitions: 534164192,
      depth: 28,
    },
    shows: [],
  }),
];
