/**
 * Rows of docs/driver.md that no step of a procedure stands for, since primitives do: rules of a
 * lock, of a list, of a reference. A test looks for the files and the names given here.
 */

export interface RowInCells {
  /** As in citations: "3.8". */
  readonly section: string;
  /** The first cells of a table without ids: "rsgt: object pages"; null: the whole section. */
  readonly row: string | null;
  /** A file of the model, and names in it: "cells/object.ts mmRsgt". */
  readonly where: string;
}

export const rowsInCells: readonly RowInCells[] = [
  { section: "3.2", row: null, where: "cells/reservation.ts dmaResvReserve dmaResvAddFence" },
  {
    section: "3.7",
    row: "request fence: exec, migrate context",
    where: "cells/request.ts requestCreate",
  },
  {
    section: "3.7",
    row: "bind fence: K4, published at D3 (`vma.active.excl`)",
    where: "cells/works.ts bindFenceOf",
  },
  {
    section: "3.7",
    row: "unbind fence: struct at K8, fence at D2, published at 6.8",
    where: "cells/vma-resource.ts unbindFenceOf",
  },
  {
    section: "3.7",
    row: "migration fence (dst LMEM): B3 step 2",
    where: "cells/works.ts migrationFenceOf",
  },
  {
    section: "3.7",
    row: "raw blit request fence (dst SYSTEM): B4",
    where: "procedures/migrate.ts accelMove",
  },
  { section: "3.8", row: "rsgt: object pages", where: "cells/object.ts mmRsgt" },
  { section: "3.8", row: "rsgt (io): object cache", where: "cells/object.ts cachedIoRsgt" },
  { section: "3.8", row: "rsgt: vma resource", where: "cells/vma-resource.ts vmaResourceInit" },
  { section: "3.8", row: "rsgt: move in progress", where: "procedures/move.ts destinationHold" },
  {
    section: "3.8",
    row: "rsgt: memcpy work src, dst",
    where: "procedures/memcpy-work.ts putTables",
  },
  {
    section: "3.8",
    row: "rsgt (tt): the tt itself",
    where: "cells/tt.ts ttmTtCreate ttmTtDestroy",
  },
  { section: "3.8", row: "vma_res: vma", where: "procedures/vma-unbind.ts krefMove" },
  { section: "3.8", row: "vma_res: sw fence", where: "cells/vma-resource.ts chainHold" },
  { section: "3.8", row: "vma_res: unbind work", where: "cells/vma-resource.ts workHold" },
  { section: "3.8", row: "vma_res: bind work", where: "procedures/bind-work.ts vmaRelease" },
  { section: "3.8", row: "vma_res: resv slot", where: "cells/reservation.ts dmaResvAddFence" },
  { section: "3.8", row: "object: active vma", where: "procedures/active.ts activeAcquire" },
  {
    section: "3.8",
    row: "object: bind work, memcpy work",
    where: "procedures/vma-bind.ts vmaBind; procedures/memcpy-work.ts finish",
  },
  { section: "3.8", row: "bo.kref: ghost", where: "procedures/bo-release.ts boDestroy" },
  {
    section: "3.8",
    row: "bo.kref: GEM object (1)",
    where: "procedures/object-free.ts gemFreeWork",
  },
  {
    section: "3.8",
    row: "object pages pin: each vma with pages (once, however many users)",
    where: "cells/vma.ts vmaPutPages; procedures/vma-pages.ts vmaGetPages",
  },
  { section: "3.8", row: "LMEM blocks: resource", where: "cells/resource.ts ttmResourceFree" },
  { section: "3.6", row: null, where: "procedures/move.ts depsAdd depsFini" },
  {
    section: "3.8",
    row: "vma_res: request capture list, batch",
    where: "procedures/execbuffer-others.ts stageCapture",
  },
  { section: "3.8", row: "vma_res: capture", where: "procedures/error-capture.ts" },
  {
    section: "3.8",
    row: "GT wakeref: active ppGTT vma",
    where: "procedures/active.ts gtPmGet gtPmPutAsync",
  },
  {
    section: "3.8",
    row: "GT wakeref: exec ioctl (engine's GT and primary GT)",
    where: "cells/gt.ts gtsOfExecution",
  },
  { section: "3.8", row: "GT wakeref: request", where: "cells/request.ts gtPmGet" },
  {
    section: "3.8",
    row: "vm.ref: user handle, context, object unbind in progress (6.5), park (7.3)",
    where: "cells/vm.ts vmGet vmPut",
  },
  {
    section: "3.8",
    row: "vm struct+mutex (`resv_ref`): the VM itself",
    where: "cells/vm.ts addressSpace",
  },
  {
    section: "3.8",
    row: "vm struct+mutex (`resv_ref`): dying vma (`vm_ddestroy`)",
    where: "cells/vma.ts vmDdestroy",
  },
  {
    section: "3.8",
    row: "vm struct+mutex (`resv_ref`): object that shares the VM's resv",
    where: "cells/object.ts sharesResvFrom",
  },
  { section: "4 A1", row: null, where: "cells/object-tables.ts ttGetSt" },
  { section: "4 A2", row: null, where: "cells/object-tables.ts resourceGetSt" },
  { section: "4 A3", row: null, where: "cells/object-tables.ts freeCachedIoRsgt" },
  { section: "5 B2", row: null, where: "procedures/move.ts moveNotify" },
  { section: "6.6", row: "3", where: "procedures/vma-unbind.ts vmaUnbind" },
  {
    section: "6.12",
    row: null,
    where: "procedures/vma-pin.ts movingFences; procedures/vma-bind.ts",
  },
  { section: "5 B15", row: null, where: "cells/shrink-list.ts adjustLru" },
  { section: "6.13", row: null, where: "procedures/skeleton.ts" },
  {
    section: "3.7",
    row: "manager move fence: B5 step 3",
    where: "cells/manager.ts publishMoveFence",
  },
  {
    section: "3.7",
    row: "fence-register activity: exec with fence",
    where: "cells/ggtt.ts trackInRegister",
  },
  {
    section: "3.8",
    row: "bo.kref: evictor / swapout of a victim",
    where: "procedures/evict.ts victimGet; procedures/swapout.ts takeVictim",
  },
  {
    section: "3.8",
    row: "rpm: pending GGTT unbind",
    where: "procedures/unbind-work.ts rpmGetIfInUse rpmPut",
  },
  { section: "5 B4", row: "4", where: "cells/content.ts contentCopied contentFresh" },
  { section: "9", row: "H17", where: "shmem-helper/reclaim.ts isPurgeable isPurgeableByHelper" },
  { section: "9", row: "H20", where: "shmem-helper/reclaim.ts isEvictable" },
  { section: "9", row: "R1", where: "shmem-helper/pinned-tables.ts" },
  { section: "9", row: "R2", where: "shmem-helper/pinned-tables.ts" },
  { section: "9", row: "R3", where: "shmem-helper/pinned-tables.ts" },
];
