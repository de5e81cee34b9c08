/** What the model offers by name. A new scenario or patch is added here, and nowhere else. */
import type { Patch } from "./machine/patch.ts";
import { bindDoesNotAwaitUnbinds } from "./patches/bind-does-not-await-unbinds.ts";
import { bindWorkPinsThePages } from "./patches/bind-work-pins-the-pages.ts";
import { bindWorkTakesNoReference } from "./patches/bind-work-takes-no-reference.ts";
import { coloursAreNotConsidered } from "./patches/colours-are-not-considered.ts";
import { coloursWidenACopy } from "./patches/colours-widen-a-copy.ts";
import { rangesAreTruncated } from "./patches/ranges-are-truncated.ts";
import { guardsAreNotKeys } from "./patches/guards-are-not-keys.ts";
import { evictionGivesUp } from "./patches/eviction-gives-up-on-locked-objects.ts";
import { chainTakesNoReference } from "./patches/chain-takes-no-reference.ts";
import { ghostDoesNotWait } from "./patches/ghost-does-not-wait.ts";
import { ghostHasNoFence } from "./patches/ghost-has-no-fence.ts";
import { ghostKeepsItsFences } from "./patches/ghost-keeps-its-fences.ts";
import { memcpyWorkTakesNoTables } from "./patches/memcpy-work-takes-no-tables.ts";
import { migrationDoesNotWait } from "./patches/migration-does-not-wait-for-the-unbind.ts";
import { moveUnmapsTheTt } from "./patches/move-unmaps-the-tt.ts";
import { movingWaitReturnsTheTime } from "./patches/moving-wait-returns-the-time.ts";
import { rawTablesAcrossMoves } from "./patches/raw-tables-across-moves.ts";
import { activeVmaLetsTheGtSleep } from "./patches/active-vma-lets-the-gt-sleep.ts";
import { contextZeroIsATimeline } from "./patches/context-zero-is-a-timeline.ts";
import { requestDoesNotAwaitTheBind } from "./patches/request-does-not-await-the-bind.ts";
import { unbindDoesNotAwaitTheBind } from "./patches/unbind-does-not-await-the-bind.ts";
import { unbindEndsSignallingTooLate } from "./patches/unbind-ends-signalling-too-late.ts";
import { unbindFenceIsNotAdded } from "./patches/unbind-fence-is-not-added.ts";
import { unbindReservesNoSlot } from "./patches/unbind-reserves-no-slot.ts";
import { unbindWorkSignalsItself } from "./patches/unbind-work-signals-itself.ts";
import { bindingIsNoUser } from "./patches/binding-is-no-user.ts";
import { bindingIsNotCounted } from "./patches/binding-is-not-counted.ts";
import { mappingsAreRevokedWithoutALock } from "./patches/mappings-are-revoked-without-a-lock.ts";
import { pinTakesNoWakeref } from "./patches/pin-takes-no-wakeref.ts";
import { relocationTakesNoMutex } from "./patches/relocation-takes-no-mutex.ts";
import { spareResourceGoesToKfree } from "./patches/spare-resource-goes-to-kfree.ts";
import { tableIsTooLong } from "./patches/table-is-too-long.ts";
import { unbindDoesNotRevoke } from "./patches/unbind-does-not-revoke.ts";
import { unbindKeepsNoWakeref } from "./patches/unbind-keeps-no-wakeref.ts";
import { unholdKeepsTheWakeref } from "./patches/unhold-keeps-the-wakeref.ts";
import { viewsAreUnboundAsynchronously } from "./patches/views-are-unbound-asynchronously.ts";
import { wakerefInsideTheMutex } from "./patches/wakeref-inside-the-mutex.ts";
import { holdRevivesAnUnbind } from "./patches/hold-revives-an-unbind.ts";
import { unholdIgnoresOtherHolds } from "./patches/unhold-ignores-other-holds.ts";
import { captureWantsActivity } from "./patches/capture-wants-activity.ts";
import { syncUnbindDoesNotWait } from "./patches/sync-unbind-does-not-wait.ts";
import { captureReadsTheVma } from "./patches/capture-reads-the-vma.ts";
import { captureListLeaks } from "./patches/capture-list-leaks.ts";
import { captureAllocatesWithReclaim } from "./patches/capture-allocates-with-reclaim.ts";
import { pagesArePutWithoutInvalidation } from "./patches/pages-are-put-without-invalidation.ts";
import { unbindWorkNotesNoInvalidation } from "./patches/unbind-work-notes-no-invalidation.ts";
import { bindWaitsForWhatItAwaits } from "./patches/bind-waits-for-what-it-awaits.ts";
import { asyncUnbindWaits } from "./patches/async-unbind-waits.ts";
import { bindAwaitHasATimer } from "./patches/bind-await-has-a-timer.ts";
import { bindAwaitsItself } from "./patches/bind-awaits-itself.ts";
import { jobDoesNotAwaitTheObject } from "./patches/job-does-not-await-the-object.ts";
import { jobFailsAfterItsSignal } from "./patches/job-fails-after-its-signal.ts";
import { entriesAreClearedAfterTheSignal } from "./patches/entries-are-cleared-after-the-signal.ts";
import { captureStopsTheMachine } from "./patches/capture-stops-the-machine.ts";
import { evictionLocksItsVictims } from "./patches/eviction-locks-its-victims.ts";
import { reclaimLocksObjects } from "./patches/reclaim-locks-objects.ts";
import { unbindWorkLeavesTheTreeFirst } from "./patches/unbind-work-leaves-the-tree-first.ts";
import { pinMakesTheFirstGet } from "./patches/pin-makes-the-first-get.ts";
import { interruptedCleanupIsNoError } from "./patches/interrupted-cleanup-is-no-error.ts";
import { movedObjectKeepsItsTt } from "./patches/moved-object-keeps-its-tt.ts";
import { recoveredBlitWedgesTheGpu } from "./patches/recovered-blit-wedges-the-gpu.ts";
import { releaseWaitsForTheGpu } from "./patches/release-waits-for-the-gpu.ts";
import { swapoutDoesNotMoveFirst } from "./patches/swapout-does-not-move-first.ts";
import { unknownStateIsNotNoted } from "./patches/unknown-state-is-not-noted.ts";
import { rawFenceForLocalMemory } from "./patches/raw-fence-for-local-memory.ts";
import { blitForgetsTheMetadata } from "./patches/blit-forgets-the-metadata.ts";
import { copyDoesNotWaitForJobs } from "./patches/copy-does-not-wait-for-jobs.ts";
import { evictionLeaksItsDestination } from "./patches/eviction-leaks-its-destination.ts";
import { cleanupPutsTwice } from "./patches/cleanup-puts-twice.ts";
import { busyVictimGoesToAGhost } from "./patches/busy-victim-goes-to-a-ghost.ts";
import { bulkRangeKeepsItsFirst } from "./patches/bulk-range-keeps-its-first.ts";
import { iteratorOutlivesItsResource } from "./patches/iterator-outlives-its-resource.ts";
import { managerForgetsAFence } from "./patches/manager-forgets-a-fence.ts";
import { evictionLeavesNoFence } from "./patches/eviction-leaves-no-fence.ts";
import { copyDoesNotWaitForEvictions } from "./patches/copy-does-not-wait-for-evictions.ts";
import { wedgedAfterTheSignal } from "./patches/wedged-after-the-signal.ts";
import { suspendLeavesLocalMappings } from "./patches/suspend-leaves-local-mappings.ts";
import type { Scenario } from "./scenario.ts";
import { c1 } from "./scenarios/c1.ts";
import { c10 } from "./scenarios/c10.ts";
import { c10Exits } from "./scenarios/c10-exits.ts";
import { c10Signals } from "./scenarios/c10-signals.ts";
import { c10Views } from "./scenarios/c10-views.ts";
import { c3 } from "./scenarios/c3.ts";
import { c4 } from "./scenarios/c4.ts";

import { c1Tlb } from "./scenarios/c1-tlb.ts";
import { c11 } from "./scenarios/c11.ts";
import { c7 } from "./scenarios/c7.ts";
import { c8 } from "./scenarios/c8.ts";

import { delayedDeleteWaitsOnTheShared } from "./patches/delayed-delete-waits-on-the-shared.ts";
import { dyingVmasDoNotKeepTheVm } from "./patches/dying-vmas-do-not-keep-the-vm.ts";
import { vmHandleIsPublishedFirst } from "./patches/vm-handle-is-published-first.ts";
import { vmReleaseDoesNotWait } from "./patches/vm-release-does-not-wait.ts";
import { vmaDestroyReadsTheVmLate } from "./patches/vma-destroy-reads-the-vm-late.ts";
import { vmaDestroySkipsTheMutex } from "./patches/vma-destroy-skips-the-mutex.ts";
import { vmasKeepTheirVm } from "./patches/vmas-keep-their-vm.ts";
import { c2 } from "./scenarios/c2.ts";
import { c5 } from "./scenarios/c5.ts";
import { c6 } from "./scenarios/c6.ts";
import { c6Barriers } from "./scenarios/c6-barriers.ts";

import { calleeFreesTheTable, calleeFreesTheTtsTable } from "./patches/callee-frees-the-table.ts";
import { purgeDoesNotUnmap } from "./patches/purge-does-not-unmap.ts";
import { unmappingForgetsTheList } from "./patches/unmapping-forgets-the-list.ts";
import { dyingObjectsJoinTheShrinker } from "./patches/dying-objects-join-the-shrinker.ts";
import { guttingSharesTheTt } from "./patches/gutting-shares-the-tt.ts";
import { madviseLooksAtPagesOnly } from "./patches/madvise-looks-at-pages-only.ts";
import { swapNotifyConvertsGhosts } from "./patches/swap-notify-converts-ghosts.ts";
import { swapoutLeaksTheDestination } from "./patches/swapout-leaks-the-destination.ts";
import { newTtComesTooLate } from "./patches/new-tt-comes-too-late.ts";
import { pagesArePutOneByOne } from "./patches/pages-are-put-one-by-one.ts";
import { purgeRemembersTheOldTt } from "./patches/purge-remembers-the-old-tt.ts";
import {
  purgeKeepsTheCachedTable,
  purgeKeepsTheFile,
  failedReadLeavesTheFileUnevictable,
} from "./patches/purge-leaves-something.ts";
import { c9 } from "./scenarios/c9.ts";
import { c9Faults } from "./scenarios/c9-faults.ts";
import { c12 } from "./scenarios/c12.ts";
import { c12Pinned } from "./scenarios/c12-pinned.ts";
import { ttmMoves } from "./scenarios/ttm-moves.ts";
import { c8Pages } from "./scenarios/c8-pages.ts";
import { segmentIsLeftTooLate } from "./patches/segment-is-left-too-late.ts";
import { segmentCacheIsNotReset } from "./patches/segment-cache-is-not-reset.ts";
import { failedClearIsLeftAlone } from "./patches/failed-clear-is-left-alone.ts";
import { failedCopyIsCleared } from "./patches/failed-copy-is-cleared.ts";
import { blocksAreJoinedAcrossGaps } from "./patches/blocks-are-joined-across-gaps.ts";
import { copyOutlivesItsResource } from "./patches/copy-outlives-its-resource.ts";
import { tableIsBuiltWithoutTheLock } from "./patches/table-is-built-without-the-lock.ts";
import { failedMmapPutsTheObject } from "./patches/failed-mmap-puts-the-object.ts";
import { failedImportKeepsTheTable } from "./patches/failed-import-keeps-the-table.ts";
import { pinHookTakesTheLock } from "./patches/pin-hook-takes-the-lock.ts";
import { madviseTakesTwoSections } from "./patches/madvise-takes-two-sections.ts";
import { madviseAddsAgain } from "./patches/madvise-adds-again.ts";
import { failedReadStaysInTheVector } from "./patches/failed-read-stays-in-the-vector.ts";
import { scanDoesNotLookAtPins } from "./patches/scan-does-not-look-at-pins.ts";
import { freeStaysListed } from "./patches/free-stays-listed.ts";
import { failedVmapStaysPinned } from "./patches/failed-vmap-stays-pinned.ts";
import { madviseKeepsTheMappingsLocked } from "./patches/madvise-keeps-the-mappings-locked.ts";
import { failedMoveIsNoError } from "./patches/failed-move-is-no-error.ts";
import { purgeLeavesUsersMapped } from "./patches/purge-leaves-users-mapped.ts";
import { purgeLeavesTheGpuMapped } from "./patches/purge-leaves-the-gpu-mapped.ts";
import { unmapDoesNotFlush } from "./patches/unmap-does-not-flush.ts";
import { driverDoesNotPin } from "./patches/driver-does-not-pin.ts";
import { driverUnpinsTooEarly } from "./patches/driver-unpins-too-early.ts";
import { driverCachesTheTable } from "./patches/driver-caches-the-table.ts";
import { heapFaultSwallowsItsError } from "./patches/heap-fault-swallows-its-error.ts";
import { tableKeepsNoPages } from "./patches/table-keeps-no-pages.ts";
import { deadVmFreesTheResource } from "./patches/dead-vm-frees-the-resource.ts";
import { barrierIsClaimedUnseen } from "./patches/barrier-is-claimed-unseen.ts";
import { faultAlwaysRetries, faultDoesNotWaitForMoves } from "./patches/fault-does-not-wait.ts";
import { truncateDoesNotWait } from "./patches/truncate-does-not-wait.ts";
import { handleLeavesItsVmasOpen } from "./patches/handle-leaves-its-vmas-open.ts";

export { procedures } from "./all-procedures.ts";

export const scenarios: readonly Scenario[] = [
  ...c1,
  ...c1Tlb,
  ...c2,
  ...c3,
  ...c4,
  ...c5,
  ...c6,
  ...c7,
  ...c8,
  ...c9,
  ...c9Faults,
  ...c10,
  ...c10Views,
  ...c10Signals,
  ...c10Exits,
  ...c11,
  ...c8Pages,
  ...ttmMoves,
  ...c12,
  ...c12Pinned,
  ...c6Barriers,
];

export const patches: readonly Patch[] = [
  bindWorkTakesNoReference,
  rawTablesAcrossMoves,
  memcpyWorkTakesNoTables,
  moveUnmapsTheTt,
  bindWorkPinsThePages,
  movingWaitReturnsTheTime,
  migrationDoesNotWait,
  ghostHasNoFence,
  ghostDoesNotWait,
  ghostKeepsItsFences,
  unbindDoesNotAwaitTheBind,
  bindDoesNotAwaitUnbinds,
  unbindFenceIsNotAdded,
  unbindReservesNoSlot,
  unbindEndsSignallingTooLate,
  unbindWorkSignalsItself,
  chainTakesNoReference,
  coloursAreNotConsidered,
  coloursWidenACopy,
  rangesAreTruncated,
  guardsAreNotKeys,
  evictionGivesUp,
  requestDoesNotAwaitTheBind,
  contextZeroIsATimeline,
  activeVmaLetsTheGtSleep,
  holdRevivesAnUnbind,
  unholdIgnoresOtherHolds,
  captureWantsActivity,
  syncUnbindDoesNotWait,
  captureReadsTheVma,
  captureListLeaks,
  captureAllocatesWithReclaim,
  pagesArePutWithoutInvalidation,
  unbindWorkNotesNoInvalidation,
  bindWaitsForWhatItAwaits,
  asyncUnbindWaits,
  bindAwaitHasATimer,
  bindAwaitsItself,
  jobFailsAfterItsSignal,
  entriesAreClearedAfterTheSignal,
  captureStopsTheMachine,
  evictionLocksItsVictims,
  reclaimLocksObjects,
  unbindWorkLeavesTheTreeFirst,
  pinMakesTheFirstGet,
  vmaDestroySkipsTheMutex,
  vmasKeepTheirVm,
  dyingVmasDoNotKeepTheVm,
  vmHandleIsPublishedFirst,
  delayedDeleteWaitsOnTheShared,
  vmReleaseDoesNotWait,
  vmaDestroyReadsTheVmLate,
  calleeFreesTheTable,
  calleeFreesTheTtsTable,
  purgeDoesNotUnmap,
  unmappingForgetsTheList,
  dyingObjectsJoinTheShrinker,
  madviseLooksAtPagesOnly,
  swapNotifyConvertsGhosts,
  swapoutLeaksTheDestination,
  newTtComesTooLate,
  guttingSharesTheTt,
  pagesArePutOneByOne,
  purgeRemembersTheOldTt,
  purgeKeepsTheCachedTable,
  purgeKeepsTheFile,
  failedReadLeavesTheFileUnevictable,
  rawFenceForLocalMemory,
  blitForgetsTheMetadata,
  evictionLeaksItsDestination,
  cleanupPutsTwice,
  busyVictimGoesToAGhost,
  bulkRangeKeepsItsFirst,
  iteratorOutlivesItsResource,
  managerForgetsAFence,
  evictionLeavesNoFence,
  copyDoesNotWaitForEvictions,
  copyDoesNotWaitForJobs,
  jobDoesNotAwaitTheObject,
  wedgedAfterTheSignal,
  spareResourceGoesToKfree,
  viewsAreUnboundAsynchronously,
  relocationTakesNoMutex,
  tableIsTooLong,
  mappingsAreRevokedWithoutALock,
  pinTakesNoWakeref,
  unbindKeepsNoWakeref,
  wakerefInsideTheMutex,
  unholdKeepsTheWakeref,
  unbindDoesNotRevoke,
  bindingIsNotCounted,
  bindingIsNoUser,
  suspendLeavesLocalMappings,
  segmentIsLeftTooLate,
  segmentCacheIsNotReset,
  failedClearIsLeftAlone,
  failedCopyIsCleared,
  blocksAreJoinedAcrossGaps,
  copyOutlivesItsResource,
  tableIsBuiltWithoutTheLock,
  failedMmapPutsTheObject,
  failedImportKeepsTheTable,
  pinHookTakesTheLock,
  madviseTakesTwoSections,
  madviseAddsAgain,
  failedReadStaysInTheVector,
  scanDoesNotLookAtPins,
  freeStaysListed,
  failedVmapStaysPinned,
  purgeLeavesTheGpuMapped,
  purgeLeavesUsersMapped,
  failedMoveIsNoError,
  madviseKeepsTheMappingsLocked,
  unmapDoesNotFlush,
  driverDoesNotPin,
  driverCachesTheTable,
  driverUnpinsTooEarly,
  heapFaultSwallowsItsError,
  tableKeepsNoPages,
  deadVmFreesTheResource,
  barrierIsClaimedUnseen,
  faultDoesNotWaitForMoves,
  faultAlwaysRetries,
  handleLeavesItsVmasOpen,
  truncateDoesNotWait,
  interruptedCleanupIsNoError,
  movedObjectKeepsItsTt,
  recoveredBlitWedgesTheGpu,
  swapoutDoesNotMoveFirst,
  unknownStateIsNotNoted,
  releaseWaitsForTheGpu,
];
