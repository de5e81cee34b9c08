/**
 * A revision of the helper: sg-tables are made of pinned pages only, are freed with the pages, and
 * have to be asked for again after an unpin; the helper has a shrinker of its own, which writes
 * pages out. Version 18 of the series of Dmitry Osipenko, "drm/shmem-helper: Change sgt allocation
 * policy" of October 2023 and the patch that adds the shrinker, with what the review of 10 November
 * 2023 asks of drivers. It was not merged in this form.
 */
import type { Ref } from "../../checker/refs.ts";
import type { Status } from "../machine/errno.ts";
import type { Revision } from "../machine/patch.ts";
import { follows, step } from "../machine/procedure.ts";
import { heapHold, pinHold } from "./cells.ts";
import { countDown, countUp, lockShmem, unlockShmem } from "./counts.ts";
import {
  freePages,
  gemGetPages,
  pin,
  unpin,
  unpinLocked,
  type ObjectLocal,
  type UseLocal,
} from "./pages.ts";
import type { HeapFaultLocal } from "./panfrost-job.ts";
import { isPurgeableByHelper, swapinLocked, unmapFromUsers, updateHelperList } from "./reclaim.ts";
import { dropTable, getPagesSgt, type GetSgtLocal } from "./sg-table.ts";

interface MappingLocal {
  mapping: Ref<"gpuMappings">;
}

const pages: Revision["edits"] = [
  {
    before: "drm_gem_shmem_get_pages_locked:is there a user already?",
    insert: [
      follows<UseLocal, Status>(
        "has it been purged?",
        (k) => {
          if (k.at(k.local.object).madv === "PURGED") return k.ret("-ENOMEM");
        },
        "H1",
      ),
    ],
  },
  {
    replace: "drm_gem_shmem_get_pages_locked:read the pages in",
    by: [
      follows<UseLocal, Status>(
        "read the pages in, unless they are there",
        (k) => {
          const { object } = k.local;
          const { pages: old, evicted } = k.at(object);
          if (old !== null && !evicted) {
            k.fault("kernel-assertion", object, "has pages that nobody uses");
          }
          if (old === null && gemGetPages(k, object) !== 0) return k.ret("-ENOMEM");
        },
        "H1",
      ),
    ],
  },
  {
    replace: "drm_gem_shmem_get_pages_locked:count the first user",
    by: [
      follows<UseLocal, Status>(
        "count the first user, and list the object",
        (k) => {
          countUp(k, k.at(k.local.object), "useCount", k.local.holder);
          updateHelperList(k, k.local.object);
          return k.ret(0);
        },
        "V9",
      ),
    ],
  },
  {
    replace: "drm_gem_shmem_put_pages_locked:drop the use",
    by: [
      follows<UseLocal, Status>(
        "drop the use, and list the object",
        (k) => {
          const { object, holder } = k.local;
          const isLast = countDown(k, object, "useCount", holder);
          updateHelperList(k, object);
          if (!isLast) return k.ret(0);
        },
        "V9",
      ),
    ],
  },
  {
    after: "drm_gem_shmem_put_pages_locked:free the pages with the last one",
    insert: [
      follows<UseLocal, Status>(
        "list the object, now without pages",
        (k) => {
          updateHelperList(k, k.local.object);
          return k.ret(0);
        },
        "V9",
      ),
    ],
  },
  {
    before: "drm_gem_shmem_free_pages:put the pages",
    insert: [
      follows<ObjectLocal, Status>(
        "are there pages?",
        (k) => {
          const { object } = k.local;
          const { pages: old, evicted, madv } = k.at(object);
          if (old !== null) return;
          if (!evicted && madv !== "PURGED") {
            k.fault("kernel-assertion", object, "has lost its pages, and nobody has taken them");
          }
          return k.ret(0);
        },
        "H2",
      ),
      follows<ObjectLocal, Status>("free the table", (k) => dropTable(k, k.local.object), "H2"),
    ],
  },
  {
    before: "drm_gem_shmem_pin_locked:get the pages",
    insert: [
      follows<UseLocal, Status>(
        "swap it in",
        (k) => k.call(swapinLocked, { object: k.local.object }),
        "H3",
      ),
      follows<UseLocal, Status>(
        "is it there?",
        (k) => {
          const status = k.resultOf(swapinLocked);
          if (status !== 0) return k.ret(status);
        },
        "H3",
      ),
    ],
  },
];

const tables: Revision["edits"] = [
  {
    replace: "drm_gem_shmem_get_pages_sgt:get the pages for the table",
    by: [
      follows<GetSgtLocal, Status>(
        "are there pages?",
        (k) => {
          const { object } = k.local;
          if (k.at(object).pages !== null) return;
          k.fault("kernel-assertion", object, "is asked for a table though it has no pages");
        },
        "H8",
      ),
    ],
  },
  { remove: "drm_gem_shmem_get_pages_sgt:put the pages again" },
  { remove: "drm_gem_shmem_free:lock the object" },
  { remove: "drm_gem_shmem_free:free the table" },
  { remove: "drm_gem_shmem_free:put the pages" },
  { remove: "drm_gem_shmem_free:unlock the object" },
];

const reclaim: Revision["edits"] = [
  {
    replace: "drm_gem_shmem_madvise_locked:set madv",
    by: [
      follows<ObjectLocal & { madv: "WILLNEED" | "DONTNEED" }, boolean>(
        "set madv, and list the object",
        (k) => {
          const object = k.at(k.local.object);
          if (object.madv !== "PURGED") object.madv = k.local.madv;
          updateHelperList(k, k.local.object);
        },
        "V9",
      ),
    ],
  },
  {
    replace: "drm_gem_shmem_purge_locked:is it purgeable?",
    by: [
      step<ObjectLocal, Status>(
        "is it purgeable for the helper?",
        (k) => {
          const { object } = k.local;
          if (isPurgeableByHelper(k, object)) return;
          k.fault("reclaimed-in-use", object, "is purged though it is not purgeable any more");
        },
        "H19",
      ),
    ],
  },
  { remove: "drm_gem_shmem_purge_locked:free the table" },
  {
    replace: "drm_gem_shmem_purge_locked:put the pages of the table",
    by: [
      follows<ObjectLocal, Status>(
        "free the pages, whoever uses them",
        (k) => {
          const { object } = k.local;
          if (k.at(object).evicted) return k.goto("mark it purged");
          return k.call(freePages, { object });
        },
        "H19",
      ),
      step<ObjectLocal, Status>(
        "unmap it from its users",
        (k) => unmapFromUsers(k, k.local.object),
        "H19",
      ),
    ],
  },
  {
    replace: "drm_gem_shmem_purge_locked:mark it purged",
    by: [
      follows<ObjectLocal, Status>(
        "mark it purged",
        (k) => {
          const object = k.at(k.local.object);
          object.madv = "PURGED";
          object.evicted = false;
          updateHelperList(k, k.local.object);
        },
        "H19",
      ),
    ],
  },
  { remove: "drm_gem_shmem_purge_locked:unmap it from user space" },
  {
    replace: "drm_gem_shmem_fault:are there pages?",
    by: [
      follows<ObjectLocal, Status>(
        "swap it in",
        (k) => k.call(swapinLocked, { object: k.local.object }),
        "H15",
      ),
      follows<ObjectLocal & { status?: Status }, Status>(
        "is it there?",
        (k) => {
          const status = k.resultOf(swapinLocked);
          const isGone = k.at(k.local.object).pages === null;
          if (status === 0 && !isGone) return;
          k.local.status = status === 0 ? "-EFAULT" : status;
          return k.goto("unlock the object");
        },
        "H15",
      ),
    ],
  },
];

const driver: Revision["edits"] = [
  {
    before: "panfrost_mmu_map:get the table",
    insert: [
      follows<MappingLocal, Status>(
        "pin the object",
        (k) => {
          const { mapping } = k.local;
          return k.call(pin, { object: k.at(mapping).object, holder: mapping });
        },
        "V2",
      ),
      follows<MappingLocal, Status>(
        "is it pinned?",
        (k) => {
          const status = k.resultOf(pin);
          if (status !== 0) return k.ret(status);
        },
        "V2",
      ),
    ],
  },
  {
    replace: "panfrost_mmu_map:is there one?",
    by: [
      follows<MappingLocal & { sgt?: Ref<"shmemSgts">; error?: Status }, Status>(
        "is there one?",
        (k) => {
          const { mapping } = k.local;
          const sgt = k.resultOf(getPagesSgt);
          if (sgt !== "-EINTR" && sgt !== "-ENOMEM") {
            k.local.sgt = sgt as Ref<"shmemSgts">;
            return k.goto("write the entries, and flush");
          }
          k.local.error = sgt;
          return k.call(unpin, { object: k.at(mapping).object, holder: mapping });
        },
        "V2",
      ),
      follows<MappingLocal & { error?: Status }, Status>(
        "without it there is no mapping",
        (k) => k.ret(k.local.error ?? 0),
        "V2",
      ),
    ],
  },
  {
    replace: "panfrost_mmu_unmap:it is inactive",
    by: [
      follows<MappingLocal, Status>(
        "it is inactive, and the object need not be pinned for it",
        (k) => {
          const { mapping } = k.local;
          k.at(mapping).active = false;
          const { object } = k.at(mapping);
          if (!k.at(object).isHeap) return k.call(unpin, { object, holder: mapping });
        },
        "V3",
      ),
      follows<MappingLocal, Status>("return", (k) => k.ret(0), "V3"),
    ],
  },
  {
    replace: "panfrost_mmu_map_fault_addr:create the vector, with the first fault",
    by: [
      follows<HeapFaultLocal, Status>(
        "create and pin the vector, with the first fault",
        (k) => {
          const object = k.got("object");
          if (k.at(object).pages !== null) return;
          if (k.fails("-ENOMEM")) {
            k.local.status = "-ENOMEM";
            return k.goto("unlock the object");
          }
          k.at(object).pages = k.alloc("shmemPages", { slots: ["none", "none"] });
          countUp(k, k.at(object), "useCount", pinHold(object));
          countUp(k, k.at(object), "pinCount", heapHold(object));
          updateHelperList(k, object);
          return k.goto("read the missing pages of the chunk");
        },
        "V8",
      ),
    ],
  },
  {
    after: "panfrost_gem_free_object:free the table of the chunk",
    insert: [
      step<ObjectLocal, Status>("lock the heap", (k) => lockShmem(k, k.local.object), "V7"),
      follows<ObjectLocal, Status>(
        "unpin its vector",
        (k) => {
          const { object } = k.local;
          const holder = heapHold(object);
          if (k.at(object).pinCount.includes(holder))
            return k.call(unpinLocked, { object, holder });
        },
        "V7",
      ),
      follows<ObjectLocal, Status>("unlock the heap", (k) => unlockShmem(k, k.local.object), "V7"),
    ],
  },
  // The driver has no list of its own any more.
  { remove: "panfrost_ioctl_madvise:lock the shrinker" },
  { remove: "panfrost_ioctl_madvise:move it on or off the list" },
  { remove: "panfrost_ioctl_madvise:unlock the shrinker" },
  { remove: "panfrost_gem_free_object:lock the shrinker" },
  { remove: "panfrost_gem_free_object:leave the list of the shrinker" },
  { remove: "panfrost_gem_free_object:unlock the shrinker" },
];

export const pinnedTables: Revision = {
  id: "pinned-tables",
  title: "sg-tables of the shmem helper are made of pinned pages, and a shrinker writes pages out",
  source: "drm/shmem-helper: Change sgt allocation policy, v18 18/26, October 2023",
  edits: [...pages, ...tables, ...reclaim, ...driver],
};
