/**
 * Buffers that devices share (Linux 6.x, drivers/gpu/drm/drm_prime.c, drm_gem_shmem_helper.c,
 * drivers/gpu/drm/panfrost/panfrost_gem.c): an object of ours for another device, and the buffer of
 * another device as an object of ours. Left out: moves of the exporter, and that a device may
 * import its own buffer.
 */
import { ref, type Ref } from "../../checker/refs.ts";
import { krefGet } from "../cells/holders.ts";
import type { Errno, OrError, Status } from "../machine/errno.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { handleHold, shmemDriver, shmemObject } from "./cells.ts";
import { lockShmem, unlockShmem } from "./counts.ts";
import { dmaBufPut, gemObjectPutAndFree } from "./free.ts";
import { pinLocked, unpinLocked, type ObjectLocal, type UseLocal } from "./pages.ts";
import { buildTable } from "./sg-table.ts";

/** Pins the object for another device. The core holds the object lock. */
export const panfrostGemPin: Procedure<UseLocal, Status> = procedure(
  "panfrost_gem_pin",
  "driver.md 9; panfrost_gem.c",
  [
    follows(
      "pin it, unless it is a heap",
      (k) => {
        if (k.at(k.local.object).isHeap) return k.ret("-EINVAL");
        return k.call(pinLocked, k.local);
      },
      "H6",
    ),
    follows("return the status", (k) => k.ret(k.resultOf(pinLocked)), "H6"),
  ],
);

interface AttachLocal extends ObjectLocal {
  dmaBuf: Ref<"dmaBufs">;
}

export const mapAttach: Procedure<AttachLocal, Status> = procedure(
  "drm_gem_map_attach",
  "driver.md 9; drm_prime.c",
  [
    step("lock the object", (k) => lockShmem(k, k.local.object), "H6"),
    follows(
      "pin it",
      (k) => k.call(panfrostGemPin, { object: k.local.object, holder: k.local.dmaBuf }),
      "H6",
    ),
    follows(
      "unlock the object",
      (k) => {
        const status = k.resultOf(panfrostGemPin);
        k.at(k.local.dmaBuf).attached = status === 0;
        unlockShmem(k, k.local.object);
        return k.ret(status);
      },
      "H6",
    ),
  ],
);

export const mapDetach: Procedure<AttachLocal, Status> = procedure(
  "drm_gem_map_detach",
  "driver.md 9; drm_prime.c",
  [
    step("lock the object", (k) => lockShmem(k, k.local.object), "H6"),
    follows(
      "unpin it",
      (k) => k.call(unpinLocked, { object: k.local.object, holder: k.local.dmaBuf }),
      "H6",
    ),
    follows(
      "unlock the object",
      (k) => {
        k.at(k.local.dmaBuf).attached = false;
        unlockShmem(k, k.local.object);
        return k.ret(0);
      },
      "H6",
    ),
  ],
);

interface ExportLocal extends ObjectLocal {
  dmaBuf?: Ref<"dmaBufs">;
  status?: Status;
}

/** Exports the object, lets another device work with it once, and closes the export. */
export const exportObject: Procedure<ExportLocal, Status> = procedure(
  "drm_gem_prime_handle_to_fd",
  "driver.md 9; drm_prime.c",
  [
    step(
      "export it",
      (k) => {
        const { object } = k.local;
        const dmaBuf = k.alloc("dmaBufs", {
          refs: [k.self],
          object,
          attached: false,
          sgt: null,
        });
        krefGet(k, object, k.at(object), dmaBuf);
        k.at(object).exported = true;
        k.at(object).isShared = false;
        k.local.dmaBuf = dmaBuf;
      },
      "H6",
    ),
    follows(
      "attach the other device",
      (k) => k.call(mapAttach, { object: k.local.object, dmaBuf: k.got("dmaBuf") }),
      "H6",
    ),
    step(
      "build a table for it",
      (k) => {
        k.local.status = k.resultOf(mapAttach);
        if (k.local.status !== 0) return k.goto("close the export");
        const built = buildTable(k, k.local.object);
        if (built === "-ENOMEM") {
          k.local.status = built;
          return k.goto("detach the other device");
        }
        k.at(k.got("dmaBuf")).sgt = built as Ref<"shmemSgts">;
      },
      "H6",
    ),
    step("the other device works with it", (k) => {
      const { sgt } = k.at(k.got("dmaBuf"));
      const pages = sgt === null ? null : k.at(sgt).pages;
      if (sgt === null || pages === null || !k.isLive(pages)) {
        return k.fault("use-after-free-memory", k.got("dmaBuf"), "is used, but its pages are gone");
      }
      k.free(sgt);
      k.at(k.got("dmaBuf")).sgt = null;
      k.at(k.local.object).isShared = true;
    }),
    follows(
      "detach the other device",
      (k) => k.call(mapDetach, { object: k.local.object, dmaBuf: k.got("dmaBuf") }),
      "H6",
    ),
    step("close the export", (k) => {
      const dmaBuf = k.got("dmaBuf");
      dmaBufPut(k, dmaBuf, k.self);
      return k.call(gemObjectPutAndFree, { object: k.local.object, holder: dmaBuf });
    }),
    follows("return the status", (k) => k.ret(k.local.status ?? 0)),
  ],
);

interface ImportSgLocal {
  sgt: Ref<"shmemSgts">;
  object?: Ref<"shmemObjects">;
}

/** Makes an object of a table, which the core owns until this has worked. */
export const importSgTable: Procedure<ImportSgLocal, OrError<Ref<"shmemObjects">>> = procedure(
  "drm_gem_shmem_prime_import_sg_table",
  "driver.md 9; drm_gem_shmem_helper.c",
  [
    step(
      "create a private object",
      (k) => {
        if (k.fails("-ENOMEM")) return k.ret("-ENOMEM");
        k.local.object = k.alloc("shmemObjects", shmemObject(false, [k.self]));
      },
      "H23",
    ),
    follows(
      "store the table in it",
      (k) => {
        k.at(k.got("object")).sgt = k.local.sgt;
      },
      "H23",
    ),
    step(
      "do what is left to do",
      (k) => {
        if (!k.fails("-ENOMEM")) return k.ret(k.got("object"));
      },
      "H23",
    ),
    follows(
      "forget the table",
      (k) => {
        k.at(k.got("object")).sgt = null;
      },
      "H23",
    ),
    follows(
      "free the object",
      (k) => k.call(gemObjectPutAndFree, { object: k.got("object"), holder: k.self }),
      "H23",
    ),
    follows("yield the error", (k) => k.ret("-ENOMEM"), "H23"),
  ],
);

interface ImportLocal {
  dmaBuf: Ref<"dmaBufs">;
  /** The handle that the object gets. */
  into: number;
  sgt?: Ref<"shmemSgts">;
  error?: Errno;
}

/** The core's part of an import, up to the handle. */
export const importDmaBuf: Procedure<ImportLocal, Status> = procedure(
  "drm_gem_prime_import_dev",
  "driver.md 9; drm_prime.c",
  [
    step(
      "attach to the buffer",
      (k) => {
        if (k.fails("-ENOMEM")) return k.ret("-ENOMEM");
        const { dmaBuf } = k.local;
        krefGet(k, dmaBuf, k.at(dmaBuf), k.self);
        k.at(dmaBuf).attached = true;
      },
      "H23",
    ),
    step(
      "map it",
      (k) => {
        if (!k.fails("-ENOMEM", "map")) {
          k.local.sgt = k.alloc("shmemSgts", { pages: null, isMapped: true });
          return;
        }
        k.local.error = "-ENOMEM";
        return k.goto("detach from the buffer");
      },
      "H23",
    ),
    follows("make an object of it", (k) => k.call(importSgTable, { sgt: k.got("sgt") }), "H23"),
    step(
      "the table is the object's now",
      (k) => {
        const imported = k.resultOf(importSgTable);
        if (imported === "-ENOMEM") {
          k.local.error = imported;
          return k.goto("unmap the table");
        }
        const object = imported as Ref<"shmemObjects">;
        const { dmaBuf, into } = k.local;
        k.at(object).importAttach = dmaBuf;
        const buffer = k.at(dmaBuf);
        buffer.refs = buffer.refs.map((each) => (each === k.self ? object : each)).toSorted();
        k.at(object).refs = [handleHold(into)];
        k.at(shmemDriver).handles[into] = object;
        return k.ret(0);
      },
      "H23",
    ),
    follows("unmap the table", (k) => k.free(k.got("sgt")), "H23"),
    step(
      "detach from the buffer",
      (k) => {
        k.at(k.local.dmaBuf).attached = false;
        dmaBufPut(k, k.local.dmaBuf, k.self);
        return k.ret(k.local.error ?? 0);
      },
      "H23",
    ),
  ],
);

/** The buffer of another device that can be imported. */
export const foreignBuffer: Ref<"dmaBufs"> = ref("dmaBufs", 0);
