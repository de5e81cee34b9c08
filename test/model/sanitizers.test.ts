/** The primitives catch misuse by name, and let correct use pass. */
import { expect, test } from "vitest";
import { ModelError } from "../../checker/model-error.ts";
import {
  dmaFenceAddCallback,
  dmaFenceInit,
  dmaFenceMarkSignalled,
  dmaFencePut,
} from "../../model/cells/fence.ts";
import { krefGet } from "../../model/cells/holders.ts";
import { lock, unlock } from "../../model/cells/lock.ts";
import {
  dmaResvAddFence,
  dmaResvLock,
  dmaResvReserve,
  dmaResvUnlock,
} from "../../model/cells/reservation.ts";
import { requestCreate, requestFenceOf, userTimeline } from "../../model/cells/request.ts";
import {
  readTable,
  refctSgtGet,
  refctSgtPut,
  rsgtFromBlock,
  touchMemory,
} from "../../model/cells/sgt.ts";
import { ttmTtCreate, ttmTtDestroy } from "../../model/cells/tt.ts";
import { ttmResourceAlloc, ttmResourceFree } from "../../model/cells/resource.ts";
import { faultOf, freshState } from "./machine-for-tests.ts";

test("a struct is not used after its last reference is gone", () => {
  const state = freshState();
  const kind = faultOf(state, (k) => {
    const block = k.alloc("blocks", { owner: "resources:0" });
    const sgt = rsgtFromBlock(k, block, "user");
    refctSgtPut(k, sgt, "user");
    refctSgtGet(k, sgt, "user");
  });
  expect(kind).toBe("use-after-free-struct");
  expect(state.fault?.cell).toBe("ioSgts:0");
});

test("a put by somebody who holds nothing is caught by name", () => {
  const state = freshState();
  const kind = faultOf(state, (k) => {
    const block = k.alloc("blocks", { owner: "resources:0" });
    const sgt = rsgtFromBlock(k, block, "user");
    refctSgtPut(k, sgt, "vmaResources:1");
  });
  expect(kind).toBe("refcount-underflow");
  expect(state.fault?.what).toBe("vmaResources:1 drops a reference that it does not hold");
});

test("a reference is not taken on something dead", () => {
  const kind = faultOf(freshState(), (k) => krefGet(k, "objects:0", { refs: [] }, "user"));
  expect(kind).toBe("use-after-free-struct");
});

test("struct, table and memory have three lifetimes", () => {
  const torn = faultOf(freshState(), (k) => {
    const tt = ttmTtCreate(k, { kind: "pool", zeroAlloc: false });
    const pages = k.alloc("pageVectors", { owner: tt, folioRefs: 1 });
    k.at(tt).pages = pages;
    k.at("ttSgts:1").table = pages;
    refctSgtGet(k, "ttSgts:1", "vmaResources:0");
    ttmTtDestroy(k, tt);
    readTable(k, "ttSgts:1");
  });
  expect(torn).toBe("use-after-free-table");
  const freed = faultOf(freshState(), (k) => {
    const resource = ttmResourceAlloc(k, "bos:0", "LMEM");
    const sgt = rsgtFromBlock(k, "blocks:0", "user");
    ttmResourceFree(k, resource);
    touchMemory(k, readTable(k, sgt));
  });
  expect(freed).toBe("use-after-free-memory");
});

test("nothing is freed twice, and NULL is not dereferenced", () => {
  const twice = faultOf(freshState(), (k) => {
    k.free("tts:0");
    k.free("tts:0");
  });
  expect(twice).toBe("double-free");
  expect(faultOf(freshState(), (k) => void k.at(null as never))).toBe("null-pointer");
});

test("a fence signals once, and is not freed under its callbacks", () => {
  const twice = faultOf(freshState(), (k) => {
    const fence = requestFenceOf(requestCreate(k, { kind: "job", timeline: userTimeline }, k.self));
    dmaFenceMarkSignalled(k, fence);
    dmaFenceMarkSignalled(k, fence);
  });
  expect(twice).toBe("fence-signalled-twice");
  const early = faultOf(freshState(), (k) => {
    dmaFenceInit(k, "bindFences:0", "user");
    dmaFenceAddCallback(k, "bindFences:0", { func: "active_fence_cb", data: "actives:0" });
    dmaFencePut(k, "bindFences:0", "user");
  });
  expect(early).toBe("fence-freed-unsignalled");
});

test("a fence needs a slot that was reserved under the same lock", () => {
  const kind = faultOf(freshState(), (k) => {
    dmaFenceInit(k, "bindFences:0", "user");
    dmaResvLock(k, "reservations:0");
    dmaResvReserve(k, "reservations:0", 1);
    dmaResvUnlock(k, "reservations:0");
    dmaResvLock(k, "reservations:0");
    dmaResvAddFence(k, "reservations:0", "bindFences:0", "READ");
  });
  expect(kind).toBe("fence-slot-overrun");
});

test("reserving twice promises one slot, not two", () => {
  const kind = faultOf(freshState(), (k) => {
    dmaFenceInit(k, "bindFences:0", "user");
    dmaFenceInit(k, "bindFences:1", "user");
    dmaResvLock(k, "reservations:0");
    dmaResvReserve(k, "reservations:0", 1);
    dmaResvReserve(k, "reservations:0", 1);
    dmaResvAddFence(k, "reservations:0", "bindFences:0", "READ");
    dmaResvAddFence(k, "reservations:0", "bindFences:1", "READ");
  });
  expect(kind).toBe("fence-slot-overrun");
});

test("a later fence of the same timeline takes the place of an earlier one", () => {
  const state = freshState();
  const kind = faultOf(state, (k) => {
    const make = () => requestCreate(k, { kind: "job", timeline: userTimeline }, k.self);
    const [first, second] = [requestFenceOf(make()), requestFenceOf(make())];
    dmaResvLock(k, "reservations:0");
    dmaResvReserve(k, "reservations:0", 1);
    dmaResvAddFence(k, "reservations:0", first, "WRITE");
    dmaResvAddFence(k, "reservations:0", second, "WRITE");
  });
  expect(kind).toBeNull();
  expect(state.reservations[0]?.fences).toEqual([{ fence: "requestFences:1", usage: "WRITE" }]);
});

test("the fences of a reservation are changed with its lock held", () => {
  const reserving = faultOf(freshState(), (k) => dmaResvReserve(k, "reservations:0", 1));
  expect(reserving).toBe("kernel-assertion");
  const adding = faultOf(freshState(), (k) => {
    dmaFenceInit(k, "bindFences:0", "user");
    dmaResvLock(k, "reservations:0");
    dmaResvReserve(k, "reservations:0", 1);
    dmaResvUnlock(k, "reservations:0");
    dmaResvAddFence(k, "reservations:0", "bindFences:0", "READ");
  });
  expect(adding).toBe("kernel-assertion");
});

test("locks are dropped by their holder, and not taken on the way to a signal", () => {
  const stranger = faultOf(freshState(), (k) => unlock(k, "vms:0", k.at("vms:0")));
  expect(stranger).toBe("unlock-by-stranger");
  const signalling = faultOf(freshState(), (k) => {
    k.at(k.self).signalling = true;
    lock(k, "vms:0", k.at("vms:0"));
  });
  expect(signalling).toBe("lock-in-signalling-section");
});

test("a pool that runs out is a broken scenario, which the error names", () => {
  const exhaust = (): void => {
    faultOf(freshState(), (k) => {
      for (;;) ttmTtCreate(k, { kind: "pool", zeroAlloc: true });
    });
  };
  expect(exhaust).toThrow(ModelError);
  expect(exhaust).toThrow('The pool "tts" is exhausted');
});

test("a kind of process that runs out is named as well", () => {
  const exhaust = (): void => {
    faultOf(freshState(), (k) => {
      for (;;) k.start("free work", "test", {});
    });
  };
  expect(exhaust).toThrow('No "free work" process is free');
});
