/**
 * Jobs of the GPU, and heaps that grow when one faults (Linux 6.x,
 * drivers/gpu/drm/panfrost/panfrost_job.c, panfrost_drv.c, panfrost_mmu.c). Left out: fences and
 * queues of jobs, which keep no pages here, and heaps of more than one chunk.
 */
import type { Ref } from "../../checker/refs.ts";
import { krefGet, type Holder } from "../cells/holders.ts";
import type { Status } from "../machine/errno.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { heapHold } from "./cells.ts";
import {
  countDown,
  countUp,
  lockMappings,
  lockShmem,
  unlockMappings,
  unlockShmem,
} from "./counts.ts";
import { gemObjectPutAndFree } from "./free.ts";
import {
  mappingAt,
  mappingIn,
  mappingPut,
  writeEntries,
  type SpaceLocal,
} from "./panfrost-mapping.ts";

type MappingRef = Ref<"gpuMappings">;

/** What a job holds of a mapping and its object. */
const jobHold = (mapping: MappingRef): Holder => `${mapping}.job`;

interface SubmitLocal extends SpaceLocal {
  /** What was mapped and needed when the job was counted must stay mapped until it ends. */
  isNeeded?: boolean;
}

export const submit: Procedure<SubmitLocal, Status> = procedure(
  "panfrost_ioctl_submit",
  "driver.md 9; panfrost_drv.c",
  [
    step(
      "get the mapping",
      (k) => {
        const { object, space } = k.local;
        lockMappings(k, object);
        const mapping = mappingIn(k, object, space);
        if (mapping !== null) krefGet(k, mapping, k.at(mapping), jobHold(mapping));
        unlockMappings(k, object);
        if (mapping === null) return k.ret("-EINVAL");
        k.local.mapping = mapping;
        krefGet(k, object, k.at(object), jobHold(mapping));
      },
      "V4",
    ),
    step(
      "count the job as a user",
      (k) => {
        const mapping = k.got("mapping");
        const object = k.at(k.local.object);
        countUp(k, object, "gpuUses", jobHold(mapping));
        k.local.isNeeded = object.madv === "WILLNEED" && k.at(mapping).active;
      },
      "V4",
    ),
    step(
      "run the job",
      (k) => {
        const mapping = k.got("mapping");
        const { object, isNeeded } = k.local;
        k.start("GPU request", "panfrost_job", { object, mapping, isNeeded });
        return k.ret(0);
      },
      "V4",
    ),
  ],
);

export interface HeapFaultLocal {
  space: number;
  mapping?: MappingRef;
  object?: Ref<"shmemObjects">;
  sgt?: Ref<"shmemSgts">;
  status?: Status;
}

/** Serves a fault of the GPU. Yields 0 when the GPU may go on. */
export const mapFaultAddr: Procedure<HeapFaultLocal, Status> = procedure(
  "panfrost_mmu_map_fault_addr",
  "driver.md 9; panfrost_mmu.c",
  [
    step(
      "find the mapping by the address",
      (k) => {
        const mapping = mappingAt(k, k.local.space);
        if (mapping === null) return k.ret("-ENOENT");
        krefGet(k, mapping, k.at(mapping), k.self);
        k.local.mapping = mapping;
        k.local.object = k.at(mapping).object;
        if (k.at(k.local.object).isHeap) return;
        k.local.status = "-EINVAL";
        return k.goto("put the mapping");
      },
      "V8",
    ),
    step("lock the object", (k) => lockShmem(k, k.got("object")), "V8"),
    follows(
      "create the vector, with the first fault",
      (k) => {
        const object = k.at(k.got("object"));
        if (object.pages !== null) return;
        if (k.fails("-ENOMEM")) {
          k.local.status = "-ENOMEM";
          return k.goto("unlock the object");
        }
        object.pages = k.alloc("shmemPages", { slots: ["none", "none"] });
        countUp(k, object, "useCount", heapHold(k.got("object")));
        return k.goto("read the missing pages of the chunk");
      },
      "V8",
    ),
    follows(
      "is the chunk mapped already?",
      (k) => {
        const { pages } = k.at(k.got("object"));
        if (pages !== null && k.at(pages).slots[0] !== "none") return k.goto("unlock the object");
      },
      "V8",
    ),
    follows(
      "read the missing pages of the chunk",
      (k) => {
        const { pages } = k.at(k.got("object"));
        if (pages === null) return k.fault("null-pointer", k.got("object"), "has no vector");
        const { slots } = k.at(pages);
        for (const [index, slot] of slots.entries()) {
          if (slot !== "none") continue;
          if (k.fails("-ENOMEM")) {
            k.local.status = "-ENOMEM";
            return k.goto("unlock the object");
          }
          slots[index] = "page";
        }
      },
      "V8",
    ),
    follows(
      "build the table of the chunk, and map it for DMA",
      (k) => {
        const { pages } = k.at(k.got("object"));
        if (k.fails("-ENOMEM") || k.fails("-ENOMEM", "map")) {
          k.local.status = "-ENOMEM";
          return k.goto("unlock the object");
        }
        const sgt = k.alloc("shmemSgts", { pages, isMapped: true });
        k.at(k.got("object")).chunkSgt = sgt;
        k.local.sgt = sgt;
      },
      "V8",
    ),
    step("write the entries", (k) => writeEntries(k, k.got("mapping"), k.got("sgt")), "V8"),
    follows("unlock the object", (k) => unlockShmem(k, k.got("object")), "V8"),
    follows(
      "put the mapping",
      (k) => k.call(mappingPut, { mapping: k.got("mapping"), holder: k.self }),
      "V8",
    ),
    follows("return the status", (k) => k.ret(k.local.status ?? 0), "V8"),
  ],
);

interface JobLocal {
  object: Ref<"shmemObjects">;
  mapping: MappingRef;
  isNeeded?: boolean;
}

/** A job that touches the object once. */
export const job: Procedure<JobLocal, Status> = procedure(
  "panfrost_job",
  "driver.md 9; panfrost_job.c",
  [
    step(
      "touch the object",
      (k) => {
        const cell = k.at(k.local.mapping);
        const reached = cell.tlb ?? cell.entries;
        if (reached === null) return k.call(mapFaultAddr, { space: cell.space });
        if (!k.isLive(reached)) {
          k.fault("use-after-free-memory", reached, "is reached by a job after it has been freed");
        }
        cell.tlb = reached;
        return k.goto("the job has ended");
      },
      "V4",
    ),
    follows(
      "was the fault served?",
      (k) => {
        if (k.local.isNeeded === true) {
          const what = "is unmapped under a job that was counted while somebody needed it";
          k.fault("fault-not-served", k.local.mapping, what);
        }
        const { entries } = k.at(k.local.mapping);
        if (k.resultOf(mapFaultAddr) !== 0) {
          if (entries === null) return;
          const what = "is mapped after a fault that is said not to be served";
          k.fault("fault-not-served", k.local.mapping, what);
        }
        if (entries === null) {
          const what = "is still not mapped after a fault that is said to be served";
          k.fault("fault-not-served", k.local.mapping, what);
        }
        return k.goto("touch the object");
      },
      "V8",
    ),
    step(
      "the job has ended",
      (k) => {
        const { object, mapping } = k.local;
        countDown(k, object, "gpuUses", jobHold(mapping));
      },
      "V4",
    ),
    follows(
      "put the mapping",
      (k) => {
        const { mapping } = k.local;
        return k.call(mappingPut, { mapping, holder: jobHold(mapping) });
      },
      "V4",
    ),
    follows(
      "put the object",
      (k) => {
        const { object, mapping } = k.local;
        return k.call(gemObjectPutAndFree, { object, holder: jobHold(mapping) });
      },
      "V4",
    ),
  ],
);

/** A job on something else goes astray: it touches where the object is, or was, mapped. */
export const strayJob: Procedure<{ space: number }, Status> = procedure(
  "panfrost_stray_job",
  "driver.md 9; a user of panfrost_mmu_map_fault_addr",
  [
    step(
      "touch the address",
      (k) => {
        const mapping = mappingAt(k, k.local.space);
        if (mapping !== null && k.at(mapping).entries !== null) return k.ret(0);
        return k.call(mapFaultAddr, { space: k.local.space });
      },
      "V8",
    ),
  ],
);
