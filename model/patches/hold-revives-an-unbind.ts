/** A capture holds what has been let go of already. */
import { vmaResourceGet } from "../cells/vma-resource.ts";
import type { Status } from "../machine/errno.ts";
import type { Patch } from "../machine/patch.ts";
import { step } from "../machine/procedure.ts";
import type { CaptureLocal } from "../procedures/error-capture.ts";

export const holdRevivesAnUnbind: Patch = {
  id: "hold-revives-an-unbind",
  bug: null,
  year: null,
  title: "A hold succeeds though the unbind fence has signalled",
  mechanism:
    "The hold counts up from zero as well, as refcount_inc() would. The capture reads memory " +
    "that nothing keeps any more.",
  source: "driver.md 8, 11 P17; i915_vma_resource.c i915_vma_resource_hold()",
  scenario: "C7-capture",
  caughtBy: "held-memory-is-kept",
  depth: 25,
  edits: [
    {
      replace: "i915_capture_error_state:hold the next binding of the request",
      by: [
        step<CaptureLocal, Status>("hold the next binding, whatever its count", (k) => {
          const [resource, ...left] = k.got("left");
          if (resource === undefined) return k.goto("look at the image of the context");
          k.local.left = left;
          k.at(resource).holds.push(k.self);
          vmaResourceGet(k, resource, k.self);
          k.local.held = [resource];
        }),
      ],
    },
  ],
};
