/**
 * Revoking the CPU's mapping of a vma in the GGTT (Linux 6.x, drivers/gpu/drm/i915/i915_vma.c).
 * vm->mutex of the GGTT is held, or the device is being suspended: the count of mappings and the
 * list of objects have no lock of their own.
 */
import type { Ref } from "../../checker/refs.ts";
import { unlistUserfault } from "../cells/runtime-pm.ts";
import type { GgttVma } from "../cells/ggtt.ts";
import type { Machine } from "../machine/machine.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";

/** The part of a vma that only the GGTT has. */
export function ggttPart(k: Machine, vma: Ref<"vmas">): GgttVma {
  const { ggtt } = k.at(vma);
  return ggtt ?? k.fault("kernel-assertion", vma, "is not in the GGTT");
}

/** Removes the entries of the CPU, so that its next access faults again. */
export const revokeMmap: Procedure<{ vma: Ref<"vmas"> }, 0> = procedure(
  "i915_vma_revoke_mmap",
  "driver.md 6.15; i915_vma.c",
  [
    step("remove the entries of the CPU", (k) => {
      const ggtt = ggttPart(k, k.local.vma);
      if (!ggtt.userfault) return k.ret(0);
      ggtt.mapped = false;
    }),
    follows("count one mapping less", (k) => {
      ggttPart(k, k.local.vma).userfault = false;
      const { object: name } = k.at(k.local.vma);
      const object = k.at(name);
      if (object.userfaultCount === 0) k.fault("refcount-underflow", name, "has no mappings");
      object.userfaultCount--;
      if (object.userfaultCount === 0) unlistUserfault(k, name);
    }),
  ],
);
