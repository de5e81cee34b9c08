/**
 * Unbinding all vmas of an object (Linux 6.x, drivers/gpu/drm/i915/i915_gem.c). The object lock is
 * held. The list of vmas is read under its spinlock, which is dropped while one of them is unbound:
 * a vma of another address space may vanish from the list in the meantime. Left out: the private
 * list on which vmas are parked until the end, of which nobody else knows: the local list of those
 * that have been seen stands for it.
 */
import type { Ref } from "../../checker/refs.ts";
import { activeIsIdle } from "../cells/active.ts";
import { krefGetUnlessZero, type Holder } from "../cells/holders.ts";
import { lock, unlock } from "../cells/lock.ts";
import { rpmGet, rpmPut } from "../cells/runtime-pm.ts";
import { vmPut } from "../cells/vm.ts";
import type { Status } from "../machine/errno.ts";
import type { Machine } from "../machine/machine.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { vmaUnbind, vmaUnbindLocked } from "./vma-unbind.ts";
import { vmaUnbindAsync } from "./vma-unbind-async.ts";

export interface ObjectUnbindLocal {
  object: Ref<"objects">;
  /** I915_GEM_OBJECT_UNBIND_ACTIVE: wait for busy vmas rather than give up. */
  active: boolean;
  /** I915_GEM_OBJECT_UNBIND_ASYNC. */
  async: boolean;
  /** I915_GEM_OBJECT_UNBIND_TEST: only say whether there is anything to unbind. */
  test?: boolean;
  /** I915_GEM_OBJECT_UNBIND_BARRIER: wait for address spaces that are dying. */
  barrier?: boolean;
  /** I915_GEM_OBJECT_UNBIND_VM_TRYLOCK: give up where vm->mutex is held. */
  vmTrylock?: boolean;
  /** The vmas that have been looked at. */
  parked?: Ref<"vmas">[];
  vma?: Ref<"vmas">;
  /** Its address space, with a reference. */
  vm?: Ref<"vms">;
  status?: Status;
}

const unbindHold = (k: Machine): Holder => `${k.self}.unbind_object`;

export const objectUnbind: Procedure<ObjectUnbindLocal, Status> = procedure(
  "i915_gem_object_unbind",
  "driver.md 6.5; i915_gem.c",
  [
    follows(
      "keep the device awake, if there is anything to unbind",
      (k) => {
        if (k.at(k.local.object).vmas.length === 0) return k.ret(0);
        rpmGet(k, unbindHold(k));
      },
      "1",
    ),
    step(
      "take the next bound vma",
      (k) => {
        const { vmas } = k.at(k.local.object);
        const parked = k.local.parked ?? [];
        const vma = vmas.find((each) => !parked.includes(each) && k.at(each).bound);
        if (vma === undefined) return k.goto("let the device sleep");
        if (k.local.test === true) {
          k.local.status = "-EBUSY";
          return k.goto("let the device sleep");
        }
        const { vm } = k.at(vma);
        if (!krefGetUnlessZero(k, k.at(vm), k.self)) {
          k.local.status = "-EAGAIN";
          return k.goto("wait for dying address spaces, or give up");
        }
        k.local.vma = vma;
        k.local.vm = vm;
        k.local.parked = [...parked, vma].toSorted();
      },
      "2",
    ),
    follows(
      "unbind asynchronously",
      (k) => {
        const vma = k.got("vma");
        if (k.local.async) {
          return k.call(
            vmaUnbindAsync,
            k.local.vmTrylock === true ? { vma, trylock: true } : { vma },
          );
        }
        k.local.status = "-EBUSY";
        return k.goto("or unbind synchronously");
      },
      "2",
    ),
    follows(
      "did it work?",
      (k) => {
        k.local.status = k.resultOf(vmaUnbindAsync);
        if (k.local.status !== "-EBUSY") return k.goto("put the vm");
      },
      "2",
    ),
    step(
      "or unbind synchronously",
      (k) => {
        const vma = k.got("vma");
        if (!k.local.active && !activeIsIdle(k, vma)) return k.goto("put the vm");
        if (k.local.vmTrylock === true) return k.goto("try to lock vm->mutex");
        return k.call(vmaUnbind, { vma }, "did that work?");
      },
      "2",
    ),
    step(
      "try to lock vm->mutex",
      (k) => {
        const vm = k.got("vm");
        if (k.at(vm).lock !== null || k.fails("-EBUSY", "trylock")) return k.goto("put the vm");
        lock(k, vm, k.at(vm));
        return k.call(vmaUnbindLocked, { vma: k.got("vma") });
      },
      "2",
    ),
    follows(
      "unlock vm->mutex",
      (k) => {
        k.local.status = k.resultOf(vmaUnbindLocked);
        unlock(k, k.got("vm"), k.at(k.got("vm")));
        return k.goto("put the vm");
      },
      "2",
    ),
    follows(
      "did that work?",
      (k) => {
        k.local.status = k.resultOf(vmaUnbind);
      },
      "2",
    ),
    follows(
      "put the vm",
      (k) => {
        vmPut(k, k.got("vm"), k.self);
        delete k.local.vma;
        delete k.local.vm;
        if ((k.local.status ?? 0) !== 0) return;
        delete k.local.status;
        return k.goto("take the next bound vma");
      },
      "2",
    ),
    follows(
      "wait for dying address spaces, or give up",
      (k) => {
        const { status = 0, barrier } = k.local;
        // The RCU barrier itself waits for nothing that is modelled: this is a busy loop.
        if (status !== "-EAGAIN" || barrier !== true) return k.goto("let the device sleep");
        delete k.local.status;
        delete k.local.parked;
        return k.goto("take the next bound vma");
      },
      "3",
    ),
    follows(
      "let the device sleep",
      (k) => {
        rpmPut(k, unbindHold(k));
        return k.ret(k.local.status ?? 0);
      },
      "4",
    ),
  ],
);
