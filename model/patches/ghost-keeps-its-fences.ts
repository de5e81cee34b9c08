/** O34: the reservation of a ghost is freed with the references that it holds. */
import type { Ref } from "../../checker/refs.ts";
import { privateResvOf } from "../cells/bo.ts";
import { dmaResvFini } from "../cells/reservation.ts";
import type { Patch } from "../machine/patch.ts";
import { follows } from "../machine/procedure.ts";

export const ghostKeepsItsFences: Patch = {
  id: "ghost-keeps-its-fences",
  bug: "O34",
  year: 2021,
  title: "Destroying a ghost leaks the fences of its reservation",
  mechanism:
    "A ghost is destroyed without dma_resv_fini() on its private reservation. Nobody drops " +
    "the references of the reservation on its fences any more, and a fence keeps the struct " +
    "around it.",
  source: "driver.md 10.5; Christian König, fix memleak in ttm_transfered_destroy, 2021-10",
  scenario: "C1-move",
  caughtBy: "nothing-leaks",
  depth: 89,
  edits: [
    {
      replace: "ttm_transfered_destroy:fini the reservation",
      by: [
        follows<{ bo: Ref<"bos"> }, 0>("fini the reservation, but not of a ghost", (k) => {
          if (k.at(k.local.bo).ghostOf === null) dmaResvFini(k, privateResvOf(k.local.bo));
        }),
      ],
    },
  ],
};
