/** O28: the second of two things that a block holds is neither copied nor cleared. */
import type { Ref } from "../../checker/refs.ts";
import { isWedged } from "../cells/device.ts";
import { dmaFenceSetError } from "../cells/fence.ts";
import { requestFenceOf } from "../cells/request.ts";
import type { Patch } from "../machine/patch.ts";
import { step } from "../machine/procedure.ts";
import { writeMemory } from "../procedures/request.ts";

export const blitForgetsTheMetadata: Patch = {
  id: "blit-forgets-the-metadata",
  bug: "O28",
  year: 2022,
  title: "A blit moves or clears the pages, and leaves the metadata",
  mechanism:
    "The copy of the compression metadata (CCS) is left out, and nothing clears it instead. " +
    "Whoever gets the memory sees the metadata of whoever had it before.",
  source: "driver.md 5 B4 4; Matthew Auld, don't leak the ccs state, 2022-07",
  scenario: "C8-metadata",
  caughtBy: "no-stale-data",
  depth: 17,
  edits: [
    {
      replace: "gpu_request:end",
      by: [
        step<{ request: Ref<"requests"> }, 0>("end, having seen to the pages alone", (k) => {
          const { request } = k.local;
          if (isWedged(k) || k.fails("-EIO")) {
            dmaFenceSetError(k, requestFenceOf(request), "-EIO");
          } else writeMemory(k, request, ["data"]);
          k.at(request).state = "ended";
        }),
      ],
    },
  ],
};
