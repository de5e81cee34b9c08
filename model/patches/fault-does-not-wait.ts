/** Two faults of the CPU that do not wait for moves as they should. */
import type { Ref } from "../../checker/refs.ts";
import { resvOf } from "../cells/bo.ts";
import { dmaResvIsIdle } from "../cells/reservation.ts";
import type { Status } from "../machine/errno.ts";
import type { Patch } from "../machine/patch.ts";
import { follows, step } from "../machine/procedure.ts";

const source = "driver.md 5 B12; i915_gem_ttm.c vm_fault_ttm()";

export const faultDoesNotWaitForMoves: Patch = {
  id: "fault-does-not-wait-for-moves",
  bug: null,
  year: null,
  title: "A fault of the CPU maps the object whatever its fences say",
  mechanism:
    "The state of an object is that of the destination as soon as its move is submitted. The " +
    "user reads what was there before, and writes what the blit then overwrites.",
  source,
  scenario: "C9-fault-move",
  caughtBy: "what-is-mapped-stands-still",
  depth: 4,
  edits: [
    {
      replace: "vm_fault_ttm:wait for moves",
      by: [follows<object, Status>("wait for moves", (k) => k.goto("are the contents good?"))],
    },
  ],
};

export const faultAlwaysRetries: Patch = {
  id: "fault-always-retries",
  bug: null,
  year: null,
  title: "A fault of the CPU always waits with the object unlocked",
  mechanism:
    "It comes back when the move is done, and may find the next one under way. Whoever moves the " +
    "object to and fro keeps the fault from ever coming to an end.",
  source,
  scenario: "C9-fault-move",
  caughtBy: "faults-wait-in-the-end",
  depth: 28,
  edits: [
    {
      replace: "vm_fault_ttm:wait for moves",
      by: [
        step<{ object: Ref<"objects"> }, Status>("wait for moves", (k) => {
          const resv = resvOf(k, k.at(k.local.object).bo);
          if (dmaResvIsIdle(k, resv, "KERNEL")) return k.goto("are the contents good?");
        }),
      ],
    },
  ],
};
