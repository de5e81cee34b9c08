/**
 * Unbinding all vmas of an object (Linux 6.x, drivers/gpu/drm/i915/i915_gem.c). The object lock is
 * held. Left out: the flags TEST, BARRIER and VM_TRYLOCK, which the shrinker's scenarios need, the
 * rpm wakeref, and the object's list lock, since nobody else walks the list here.
 */
import type { Ref } from "../../checker/refs.ts";
import { activeIsIdle } from "../cells/active.ts";
import { krefGetUnlessZero } from "../cells/holders.ts";
import { vmPut } from "../cells/vm.ts";
import type { Status } from "../machine/errno.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { vmaUnbind } from "./vma-unbind.ts";
import { vmaUnbindAsync } from "./vma-unbind-async.ts";

interface ObjectUnbindLocal {
  object: Ref<"objects">;
  /** I915_GEM_OBJECT_UNBIND_ACTIVE: wait for busy vmas rather than give up. */
  active: boolean;
  /** I915_GEM_OBJECT_UNBIND_ASYNC. */
  async: boolean;
  left?: Ref<"vmas">[];
  vma?: Ref<"vmas">;
  status?: Status;
}

export const objectUnbind: Procedure<ObjectUnbindLocal, Status> = procedure(
  "i915_gem_object_unbind",
  "driver.md 6.5; i915_gem.c",
  [
    step(
      "take the next bound vma",
      (k) => {
        const left = k.local.left ?? k.at(k.local.object).vmas;
        const bound = left.filter((vma) => k.at(vma).bound);
        const [vma, ...rest] = bound;
        if (vma === undefined) return k.ret(0);
        k.local.vma = vma;
        k.local.left = rest;
        const { vm } = k.at(vma);
        if (!krefGetUnlessZero(k.at(vm), k.self)) return k.ret("-EAGAIN");
      },
      "2",
    ),
    follows(
      "unbind asynchronously",
      (k) => {
        if (k.local.async) return k.call(vmaUnbindAsync, { vma: k.got("vma") });
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
        if (k.local.active || activeIsIdle(k, k.got("vma"))) {
          return k.call(vmaUnbind, { vma: k.got("vma") });
        }
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
        const { vm } = k.at(k.got("vma"));
        const status = k.local.status ?? 0;
        vmPut(k, vm, k.self);
        if (status !== 0) return k.ret(status);
        delete k.local.status;
        return k.goto("take the next bound vma");
      },
      "2",
    ),
  ],
);
