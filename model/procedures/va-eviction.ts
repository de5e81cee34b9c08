/**
 * Making room in an address space (Linux 6.x, drivers/gpu/drm/i915/i915_gem_evict.c). vm->mutex is
 * held, so the objects of victims can only be trylocked. Left out: the order in which the kernel
 * scans for room, which is a choice here, and the GGTT outside of execution, which idles the GPU
 * and retries.
 */
import { indices, type Ref } from "../../checker/refs.ts";
import { activeIsIdle } from "../cells/active.ts";
import { krefGetUnlessZero } from "../cells/holders.ts";
import { vmasInTheWay } from "../cells/nodes.ts";
import { gemObjectPut, objectResv } from "../cells/object.ts";
import { dmaResvTrylock, dmaResvUnlock } from "../cells/reservation.ts";
import type { Status } from "../machine/errno.ts";
import type { Machine } from "../machine/machine.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { vmaUnbindLocked } from "./vma-unbind.ts";

/** How a victim was secured against its destruction, and what has to be undone. */
interface Victim {
  readonly vma: Ref<"vmas">;
  /** "dying": vm->mutex alone keeps it; "owned": the evictor had locked its object before. */
  readonly grab: "locked" | "dying" | "owned";
}

/** Whether somebody else has the object's lock; then it is given up again. */
type Grab = Victim["grab"] | "contended";

/** Secures a victim, and pins it while the set is collected. Kernel: grab_vma(). */
function grabVma(k: Machine, vma: Ref<"vmas">): Grab {
  const cell = k.at(vma);
  const { object } = cell;
  if (!krefGetUnlessZero(k, k.at(object), k.self)) {
    cell.pins = [k.self];
    return "dying";
  }
  const resv = objectResv(k, object);
  if (k.at(resv).lock === k.self) {
    cell.pins.push(k.self);
    return "owned";
  }
  if (k.fails("-EBUSY", "trylock") || !dmaResvTrylock(k, resv)) return "contended";
  cell.pins.push(k.self);
  return "locked";
}

/** Kernel: __i915_vma_unpin(), for what `grabVma` has pinned. */
function unpinVictim(k: Machine, { vma }: Victim): void {
  const cell = k.at(vma);
  cell.pins = cell.pins.filter((each) => each !== k.self);
}

/** Lets go of a victim. Kernel: ungrab_vma(). */
function ungrabVma(k: Machine, { vma, grab }: Victim): void {
  if (grab === "dying") return;
  const { object } = k.at(vma);
  if (grab === "locked") dmaResvUnlock(k, objectResv(k, object));
  gemObjectPut(k, object, k.self);
}

interface UnbindVictimsLocal {
  victims: Victim[];
  status?: Status;
}

/**
 * Unbinds what has been collected, one by one; the first error ends it, the rest is only unpinned.
 */
export const unbindVictims: Procedure<UnbindVictimsLocal, Status> = procedure(
  "evict_victims",
  "driver.md 7.4; i915_gem_evict.c",
  [
    follows("unpin the next victim, and unbind it", (k) => {
      const [victim] = k.local.victims;
      if (victim === undefined) return k.ret(k.local.status ?? 0);
      unpinVictim(k, victim);
      if ((k.local.status ?? 0) !== 0) return k.goto("let go of it");
      return k.call(vmaUnbindLocked, { vma: victim.vma });
    }),
    follows("did it work?", (k) => {
      k.local.status = k.resultOf(vmaUnbindLocked);
    }),
    follows("let go of it", (k) => {
      const [victim, ...rest] = k.local.victims;
      if (victim !== undefined) ungrabVma(k, victim);
      k.local.victims = rest;
      return k.goto("unpin the next victim, and unbind it");
    }),
  ],
);

interface EvictLocal {
  /** Who wants the room. */
  vma: Ref<"vmas">;
  /** The one page that will do; null: any. */
  page: number | null;
  /** Still to be secured. */
  left?: Ref<"vmas">[];
  victims?: Victim[];
  /** Those that somebody else has locked: they are passed over. */
  refused?: Ref<"vmas">[];
}

/** The sets of vmas whose eviction would make room, idle ones before active ones. */
function candidateSets(k: Machine, { vma, page, refused = [] }: EvictLocal): Ref<"vmas">[][] {
  const { nodes } = k.at(k.at(vma).vm);
  const pages = page === null ? indices(nodes.length) : [page];
  const sets = pages.flatMap((each) => {
    const set = vmasInTheWay(k, vma, each);
    return set === null || set.some((one) => !mayEvict(k, one) || refused.includes(one))
      ? []
      : [set];
  });
  const idle = sets.filter((set) => set.every((each) => activeIsIdle(k, each)));
  return idle.length > 0 ? idle : sets;
}

/** Pinned vmas stay where they are. */
const mayEvict = (k: Machine, vma: Ref<"vmas">): boolean => k.at(vma).pins.length === 0;

/** Makes room for one vma, by as few others as possible. */
export const evictSomething: Procedure<EvictLocal, Status> = procedure(
  "i915_gem_evict_something",
  "driver.md 7.4; i915_gem_evict.c",
  [
    step("choose the victims", (k) => {
      const sets = candidateSets(k, k.local);
      if (sets.length === 0) return k.ret("-ENOSPC");
      k.local.left = sets[k.choose(indices(sets.length))] ?? [];
      k.local.victims = [];
    }),
    step("secure the next victim", (k) => {
      const [vma, ...rest] = k.got("left");
      if (vma === undefined) return k.goto("unbind them");
      const grab = grabVma(k, vma);
      if (grab === "contended" || grab === "owned") {
        if (grab === "owned") unpinVictim(k, { vma, grab });
        gemObjectPut(k, k.at(vma).object, k.self);
        return k.goto("let go of the others");
      }
      k.local.victims = [...k.got("victims"), { vma, grab }];
      k.local.left = rest;
      return k.goto("secure the next victim");
    }),
    follows("let go of the others", (k) => {
      const [vma] = k.got("left");
      for (const victim of k.got("victims")) {
        unpinVictim(k, victim);
        ungrabVma(k, victim);
      }
      if (k.local.page !== null || vma === undefined) return k.ret("-ENOSPC");
      k.local.refused = [...(k.local.refused ?? []), vma];
      return k.goto("choose the victims");
    }),
    follows("unbind them", (k) => {
      const victims = k.got("victims").slice();
      delete k.local.victims;
      delete k.local.left;
      delete k.local.refused;
      return k.call(unbindVictims, { victims });
    }),
    follows("return the status", (k) => k.ret(k.resultOf(unbindVictims))),
  ],
);

interface EvictVmLocal {
  vm: Ref<"vms">;
  /** Whether to stop at an object that somebody else has locked, and to say which it is. */
  stopsAtContended: boolean;
  left?: Ref<"vmas">[];
  victims?: Victim[];
  contended?: Ref<"objects">;
}

/**
 * Empties an address space. Yields an object, with a reference, if it must be locked for real
 * first.
 */
export const evictVm: Procedure<EvictVmLocal, Status | Ref<"objects">> = procedure(
  "i915_gem_evict_vm",
  "driver.md 7.4; i915_gem_evict.c",
  [
    follows("walk the bound vmas", (k) => {
      const { nodes } = k.at(k.local.vm);
      k.local.left = [...new Set(nodes.flatMap((vma) => vma ?? []))];
      k.local.victims = [];
    }),
    step("secure the next victim", (k) => {
      const [vma, ...rest] = k.got("left");
      if (vma === undefined) return k.goto("unbind them");
      k.local.left = rest;
      if (!mayEvict(k, vma)) return k.goto("secure the next victim");
      const grab = grabVma(k, vma);
      if (grab !== "contended") {
        k.local.victims = [...k.got("victims"), { vma, grab }];
        return k.goto("secure the next victim");
      }
      const { object } = k.at(vma);
      if (k.local.stopsAtContended) {
        k.local.contended = object;
        return k.goto("unbind them");
      }
      gemObjectPut(k, object, k.self);
      return k.goto("secure the next victim");
    }),
    follows("unbind them", (k) => {
      const victims = k.got("victims").slice();
      delete k.local.victims;
      delete k.local.left;
      return k.call(unbindVictims, { victims });
    }),
    follows("return the status, or the contended object", (k) => {
      const status = k.resultOf(unbindVictims);
      const { contended } = k.local;
      if (status === 0 && contended !== undefined) return k.ret(contended);
      if (contended !== undefined) gemObjectPut(k, contended, k.self);
      return k.ret(status);
    }),
  ],
);
