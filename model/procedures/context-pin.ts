/**
 * Pinning what a context needs while it may run (Linux 6.x,
 * drivers/gpu/drm/i915/gt/intel_context.c), simplified to one vma. Left out: the GGTT that such a
 * vma lies in, the ring, and the barrier request that keeps the pin until the context is switched
 * from.
 */
import type { Ref } from "../../checker/refs.ts";
import { objectResv } from "../cells/object.ts";
import { userTimeline } from "../cells/request.ts";
import { dmaResvLock, dmaResvUnlock } from "../cells/reservation.ts";
import type { Status } from "../machine/errno.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { vmaIn } from "./execbuffer-others.ts";
import { vmaPin } from "./vma-pin.ts";

interface PinLocal {
  object: Ref<"objects">;
  vm: Ref<"vms">;
  vma?: Ref<"vmas">;
}

export const contextPin: Procedure<PinLocal, Status> = procedure(
  "intel_context_pin",
  "driver.md 6.2; intel_context.c",
  [
    step("lock the object", (k) => dmaResvLock(k, objectResv(k, k.local.object))),
    follows("pin the vma", (k) => {
      const vma = vmaIn(k, k.local.object, k.local.vm);
      if (vma === undefined) return k.fault("null-pointer", k.local.object, "has no vma there");
      k.local.vma = vma;
      return k.call(vmaPin, { vma });
    }),
    follows(
      "count the pin",
      (k) => {
        const status = k.resultOf(vmaPin);
        if (status === 0) k.at(k.got("vma")).pins.push("user");
        dmaResvUnlock(k, objectResv(k, k.local.object));
        return k.ret(status);
      },
      "K14",
    ),
  ],
);

/** The context goes with the last request that was built on it, and its image with the context. */
export const contextPut: Procedure<PinLocal, Status> = procedure(
  "intel_context_put",
  "driver.md 6.10; intel_context.c",
  [
    step("wait until the requests of the context are gone", (k) => {
      if (k.state.requests.some((each) => each?.timeline === userTimeline)) return k.wait();
      return k.ret(0);
    }),
  ],
);

export const contextUnpin: Procedure<PinLocal, Status> = procedure(
  "intel_context_unpin",
  "driver.md 6.2; intel_context.c",
  [
    step("wait until the requests of the context have retired", (k) => {
      if (k.at(userTimeline).queue.length > 0) return k.wait();
    }),
    step("drop the pin", (k) => {
      const vma = vmaIn(k, k.local.object, k.local.vm);
      if (vma !== undefined) k.at(vma).pins = [];
      return k.ret(0);
    }),
  ],
);
