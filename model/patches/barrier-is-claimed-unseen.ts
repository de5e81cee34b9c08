/** O17: a barrier is taken to be off its list, whether it was there or not. */
import type { ContextLocal } from "../barriers/active.ts";
import type { Status } from "../machine/errno.ts";
import type { Patch } from "../machine/patch.ts";
import { step } from "../machine/procedure.ts";
import type { Ref } from "../../checker/refs.ts";

interface Local extends ContextLocal {
  node?: Ref<"activeNodes">;
}

export const barrierIsClaimedUnseen: Patch = {
  id: "barrier-is-claimed-unseen",
  bug: "O17",
  year: 2023,
  title: "An idle barrier becomes the tracker of a request although it was not on the list",
  mechanism:
    "Whoever adds a request does not look at whether the barrier could be taken off the list of " +
    "the engine. Somebody else has the list in hand, or is about to put the barrier there, and " +
    "its list head ends up in two lists.",
  source: "driver.md 3.5 N7; fix e0e6b416b25e Fix misuse of non-idle barriers as fence trackers",
  scenario: "C6-barrier",
  caughtBy: "barriers-are-on-one-list",
  depth: 24,
  edits: [
    {
      replace: "i915_active_add_request:was it taken off the list?",
      by: [
        step<Local, Status>("take it to be off the list", (k) => {
          k.at(k.got("node")).tracks = null;
          k.at(k.local.context).count--;
        }),
      ],
    },
  ],
};
