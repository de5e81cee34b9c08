/** The error of a request is set when somebody may have looked already. */
import type { Ref } from "../../checker/refs.ts";
import { dmaFenceSetError } from "../cells/fence.ts";
import { requestFenceOf } from "../cells/request.ts";
import type { Patch } from "../machine/patch.ts";
import { step } from "../machine/procedure.ts";

export const jobFailsAfterItsSignal: Patch = {
  id: "job-fails-after-its-signal",
  bug: null,
  year: null,
  title: "A request gets its error after it has signalled",
  mechanism:
    "The reset signals the fence of the guilty request first and sets its error then. Whoever " +
    "is woken by the signal takes the request for one that succeeded.",
  source: "driver.md 3.1, 6.11; dma-fence.c dma_fence_set_error()",
  scenario: "C1-gpu",
  caughtBy: "fence-errors-are-final",
  depth: 16,
  edits: [
    {
      replace: "gpu_request:end",
      by: [
        step<{ request: Ref<"requests"> }, 0>("end, well or not", (k) => {
          k.at(k.local.request).state = "ended";
        }),
      ],
    },
    {
      after: "gpu_request:signal",
      insert: [
        step<{ request: Ref<"requests"> }, 0>("set the error", (k) => {
          if (k.fails("-EIO")) dmaFenceSetError(k, requestFenceOf(k.local.request), "-EIO");
        }),
      ],
    },
  ],
};
