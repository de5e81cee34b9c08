/** What explanations of published bugs say of references, as the bugs were described. */
import { expect, test } from "vitest";
import { accountsOf } from "../../counterexamples/explain/account.ts";
import { lookedAt } from "../../counterexamples/explain/blame.ts";
import { ledgersOf } from "../../counterexamples/explain/ledger.ts";
import { systemOf } from "../../specs/system-of.ts";
import { archivedTrace } from "./pages.ts";

test.each<[string, string, object]>([
  [
    "O11",
    "the memcpy work reads a table whose last reference the next move has put",
    {
      kind: "gone",
      cell: "ioSgts:0",
      step: 28,
      isFreed: true,
      put: ["objects:0.ttm.cached_io_rsgt"],
      user: [],
    },
  ],
  [
    "O13",
    "the vma is freed while the address space still uses it",
    { kind: "gone", cell: "vmas:0", step: 20, isFreed: true, put: [], user: null },
  ],
  ["O15", "the handle never got a reference", { kind: "unheld", cell: "vms:0", isPut: true }],
  [
    "O20",
    "the capture keeps its reference on a binding",
    { kind: "held", cell: "unbindFences:0", holdings: [{ holder: "processes:1", put: [] }] },
  ],
  [
    "O32",
    "the destination of the swapout is never freed",
    { kind: "left", cell: "resources:1", unheld: null, made: 9 },
  ],
  [
    "O34",
    "the copied fences keep their references",
    { kind: "held", cell: "requestFences:1", holdings: [{ holder: "reservations:1", put: [] }] },
  ],
  [
    "O38",
    "the blit still writes to memory that has been given away",
    { kind: "gone", cell: "blocks:0", step: 23, pointer: "requests:0" },
  ],
  [
    "O42",
    "the area puts the reference of the object twice",
    {
      kind: "unheld",
      cell: "shmemObjects:0",
      isPut: true,
      holding: { holder: "areas:0", got: [4], put: [5] },
    },
  ],
])("%s: %s", (bug, _, account) => {
  const trace = archivedTrace(`${bug}-`);
  const system = systemOf(trace);
  expect(accountsOf(system, trace, lookedAt(system, trace))).toMatchObject([account]);
});

test("holders are kept in refs, in holders or in holds", () => {
  const steps = [{ changes: [{ path: "vmaResources[0].holds[1]", new: "binds:0" }] }];
  const initial = { vmaResources: [{ holds: ["vmaResources:0"], pages: ["a"] }] };
  expect(ledgersOf({ initial, steps } as never, ["vmaResources:0"])).toEqual([
    {
      cell: "vmaResources:0",
      entries: [
        { step: 0, got: ["vmaResources:0"], put: [], holders: ["vmaResources:0"] },
        { step: 1, got: ["binds:0"], put: [], holders: ["vmaResources:0", "binds:0"] },
      ],
    },
  ]);
});
