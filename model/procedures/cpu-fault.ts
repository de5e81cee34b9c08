/**
 * User space touches an object that it has mapped (Linux 6.x,
 * drivers/gpu/drm/i915/gem/i915_gem_ttm.c, drivers/gpu/drm/ttm/ttm_bo_vm.c). The area holds a
 * reference on the object as long as it is mapped. Left out: local memory that the CPU cannot see,
 * and unplugged devices.
 */
import type { Ref } from "../../checker/refs.ts";
import { placementIfAny, resvOf } from "../cells/bo.ts";
import { krefGet, type Holder } from "../cells/holders.ts";
import { gemObjectPut } from "../cells/object.ts";
import { dmaResvIsIdle, dmaResvLock, dmaResvUnlock } from "../cells/reservation.ts";
import { rpmGet, rpmPut } from "../cells/runtime-pm.ts";
import { adjustLru } from "../cells/shrink-list.ts";
import { userMappingOf } from "../cells/user-mapping.ts";
import type { Status } from "../machine/errno.ts";
import type { Machine } from "../machine/machine.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { ttmTtPopulate } from "./tt-populate.ts";
import { ttmBoValidate } from "./validate.ts";

interface FaultLocal {
  object: Ref<"objects">;
  /** It has waited with the lock of the address space dropped before. */
  tried?: boolean;
  wakeref?: boolean;
  status?: Status;
}

const faultHold = (k: Machine): Holder => `${k.self}.fault`;

function putWakeref(k: Machine, local: FaultLocal): void {
  if (local.wakeref === true) rpmPut(k, faultHold(k));
  delete local.wakeref;
}

/** Leaves the fault with an error, which the user gets as SIGBUS. */
function fail(k: Machine, local: FaultLocal, status: Status): void {
  local.status = status;
  dmaResvUnlock(k, resvOf(k, k.at(local.object).bo));
}

/** Points the entries of the CPU at the memory of an object. */
function insertEntries(k: Machine, { object, wakeref }: FaultLocal): void {
  const { resource, tt } = k.at(k.at(object).bo);
  if (resource === null) return k.fault("null-pointer", object, "is mapped though it is nowhere");
  const { block } = k.at(resource);
  if (block !== null && wakeref !== true) {
    k.fault("kernel-assertion", object, "is mapped in local memory without a wakeref");
  }
  k.at(userMappingOf(object)).memory = block ?? (tt === null ? null : k.at(tt).pages);
}

export const vmFaultTtm: Procedure<FaultLocal, Status> = procedure(
  "vm_fault_ttm",
  "driver.md 5 B12; i915_gem_ttm.c",
  [
    step("reserve the object", (k) => dmaResvLock(k, resvOf(k, k.at(k.local.object).bo)), "1"),
    follows(
      "does the user need it?",
      (k) => {
        if (k.at(k.local.object).madv === "WILLNEED") return;
        fail(k, k.local, "-EFAULT");
        return k.goto("put the wakeref");
      },
      "2",
    ),
    follows(
      "bring it back, if it was swapped out",
      (k) => {
        const { bo } = k.at(k.local.object);
        const { resource, tt } = k.at(bo);
        if (resource !== null) return k.goto("take a wakeref for local memory");
        if (tt === null || !k.at(tt).swapped) {
          k.fault("kernel-assertion", bo, "is nowhere, though it was not swapped out");
        }
        return k.call(ttmBoValidate, { bo, places: ["SYSTEM"] });
      },
      "3",
    ),
    follows(
      "did that work?",
      (k) => {
        const status = k.resultOf(ttmBoValidate);
        if (status === 0) return;
        fail(k, k.local, status);
        return k.goto("put the wakeref");
      },
      "3",
    ),
    step(
      "take a wakeref for local memory",
      (k) => {
        const { bo } = k.at(k.local.object);
        if (placementIfAny(k, bo) !== "LMEM") return;
        rpmGet(k, faultHold(k));
        k.local.wakeref = true;
      },
      "4",
    ),
    step(
      "wait for moves",
      (k) => {
        const resv = resvOf(k, k.at(k.local.object).bo);
        if (dmaResvIsIdle(k, resv, "KERNEL")) {
          return k.goto("are the contents good?");
        }
        if (k.local.tried === true) {
          // An interrupted fault is simply taken again, and listed as one that worked.
          return k.interrupted() ? k.goto("list it, if it is in local memory") : k.wait();
        }
      },
      "5",
    ),
    step(
      "wait with the address space unlocked, then retry",
      (k) => {
        const resv = resvOf(k, k.at(k.local.object).bo);
        if (!dmaResvIsIdle(k, resv, "KERNEL") && !k.interrupted()) return k.wait();
        dmaResvUnlock(k, resv);
        k.local.tried = true;
        putWakeref(k, k.local);
        return k.goto("reserve the object");
      },
      "5",
    ),
    follows(
      "are the contents good?",
      (k) => {
        if (!k.at(k.local.object).unknownState) return;
        k.local.status = "-EIO";
        return k.goto("adjust the lists");
      },
      "6",
    ),
    follows(
      "populate",
      (k) => {
        const { tt } = k.at(k.at(k.local.object).bo);
        if (tt === null || placementIfAny(k, k.at(k.local.object).bo) === "LMEM") {
          return k.goto("insert the entries");
        }
        return k.call(ttmTtPopulate, { tt });
      },
      "6",
    ),
    follows(
      "is it populated?",
      (k) => {
        const status = k.resultOf(ttmTtPopulate);
        k.local.status = status;
        if (status !== 0) return k.goto("adjust the lists");
      },
      "6",
    ),
    follows("insert the entries", (k) => insertEntries(k, k.local), "6"),
    follows(
      "list it, if it is in local memory",
      (k) => {
        if (k.local.wakeref === true) k.at(userMappingOf(k.local.object)).listed = true;
      },
      "7",
    ),
    follows("adjust the lists", (k) => adjustLru(k, k.local.object), "7"),
    follows("unlock the object", (k) => dmaResvUnlock(k, resvOf(k, k.at(k.local.object).bo)), "7"),
    follows(
      "put the wakeref",
      (k) => {
        putWakeref(k, k.local);
        return k.ret(k.local.status ?? 0);
      },
      "8",
    ),
  ],
);

/** Maps the object, if it is not mapped yet, and touches it. */
export const userTouches: Procedure<{ object: Ref<"objects"> }, Status> = procedure(
  "user_access",
  "driver.md 5 B12; a user of vm_fault_ttm",
  [
    step("map it", (k) => {
      const { object } = k.local;
      const mapping = userMappingOf(object);
      if (!k.at(object).refs.includes(mapping)) krefGet(k, object, k.at(object), mapping);
      if (k.at(mapping).memory !== null) return k.ret(0);
    }),
    follows("fault", (k) => k.call(vmFaultTtm, { object: k.local.object })),
    follows("return the status", (k) => k.ret(k.resultOf(vmFaultTtm))),
  ],
);

/** Unmaps the area, and drops its reference. It needs no handle. */
export const userUnmaps: Procedure<{ of: Ref<"objects"> }, Status> = procedure(
  "munmap",
  "driver.md 5 B12; mmap.c",
  [
    step("remove the entries, and put the object", (k) => {
      const object = k.local.of;
      const mapping = userMappingOf(object);
      if (!k.isLive(object) || !k.at(object).refs.includes(mapping)) return k.ret(0);
      k.at(mapping).memory = null;
      gemObjectPut(k, object, mapping);
      return k.ret(0);
    }),
  ],
);
