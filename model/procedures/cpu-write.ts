/**
 * Writing an object with the CPU, as a debugger does (Linux 6.x, drivers/gpu/drm/ttm/ttm_bo_vm.c):
 * under its lock, once it is idle. For drivers that know nothing of jobs. Left out: writing parts.
 */
import type { Ref } from "../../checker/refs.ts";
import { contentWritten } from "../cells/content.ts";
import { objectResv } from "../cells/object.ts";
import {
  dmaResvAssertHeld,
  dmaResvIsIdle,
  dmaResvLock,
  dmaResvUnlock,
} from "../cells/reservation.ts";
import { touchMemory } from "../cells/sgt.ts";
import type { Status } from "../machine/errno.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";

export const boVmAccess: Procedure<{ object: Ref<"objects"> }, Status> = procedure(
  "ttm_bo_vm_access",
  "driver.md 10.7; ttm_bo_vm.c",
  [
    step("lock the object", (k) => dmaResvLock(k, objectResv(k, k.local.object))),
    step("write what is there", (k) => {
      const { object } = k.local;
      const resv = objectResv(k, object);
      // A move by somebody else would take the memory away.
      dmaResvAssertHeld(k, resv);
      if (!dmaResvIsIdle(k, resv, "BOOKKEEP")) return k.wait();
      const { resource, tt } = k.at(k.at(object).bo);
      const memory =
        (resource === null ? null : k.at(resource).block) ?? (tt === null ? null : k.at(tt).pages);
      if (memory === null) return;
      touchMemory(k, memory);
      contentWritten(k, object, memory);
    }),
    follows("unlock the object", (k) => {
      dmaResvUnlock(k, objectResv(k, k.local.object));
      return k.ret(0);
    }),
  ],
);
