/** Every spec. A scenario judges all of them. */
import { asyncPathsDoNotBlock } from "./async-paths-do-not-block.ts";
import { entriesChangeWithinTheirWork } from "./entries-change-within-their-work.ts";
import { fenceErrorsAreFinal } from "./fence-errors-are-final.ts";
import { fencesSignalAfterDependencies } from "./fences-signal-after-dependencies.ts";
import { noFenceWaitsForItself } from "./no-fence-waits-for-itself.ts";
import { noReclaimInside } from "./no-reclaim-inside.ts";
import { activeVmasKeepTheirGtAwake } from "./active-vmas-keep-their-gt-awake.ts";
import { addressSpacesEnd } from "./address-spaces-end.ts";
import { addressSpacesOutliveTheirUsers } from "./address-spaces-outlive-their-users.ts";
import { bulkRangesAreContiguous } from "./bulk-ranges-are-contiguous.ts";
import { copiesDoNotOverlap } from "./copies-do-not-overlap.ts";
import { evictionsMakeRoom } from "./evictions-make-room.ts";
import { fenceSlotsAreReserved } from "./fence-slots-are-reserved.ts";
import { fencesSignalOnce } from "./fences-signal-once.ts";
import { fencesStandForAllWork } from "./fences-stand-for-all-work.ts";
import { jobsAndBlitsTakeTurns } from "./jobs-and-blits-take-turns.ts";
import { jobsRunOnTheirBinds } from "./jobs-run-on-their-binds.ts";
import { heldMemoryIsKept } from "./held-memory-is-kept.ts";
import { heldRangeIsKept } from "./held-range-is-kept.ts";
import { locksAreReleased } from "./locks-are-released.ts";
import { locksAreKeptInOrder } from "./locks-are-kept-in-order.ts";
import { migrationAfterUnbinds } from "./migration-after-unbinds.ts";
import { movesKeepTheContent } from "./moves-keep-the-content.ts";
import { noDoubleFree } from "./no-double-free.ts";
import { noEntryOverFreedMemory } from "./no-entry-over-freed-memory.ts";
import { noOperationFailsWithoutCause } from "./no-operation-fails-without-cause.ts";
import { noPrematureFreeOfMemory } from "./no-premature-free-of-memory.ts";
import { noStaleData } from "./no-stale-data.ts";
import { noUseAfterFreeOfStructs } from "./no-use-after-free-of-structs.ts";
import { noUseAfterFreeOfTables } from "./no-use-after-free-of-tables.ts";
import { nothingLeaks } from "./nothing-leaks.ts";
import { pageTablesOutliveTheirWriters } from "./page-tables-outlive-their-writers.ts";
import { rebindAfterUnbind } from "./rebind-after-unbind.ts";
import { releasedObjectsAreLeftAlone } from "./released-objects-are-left-alone.ts";
import { sleepingDevicesAreNotMapped } from "./sleeping-devices-are-not-mapped.ts";
import { tablesDescribeTheMemory } from "./tables-describe-the-memory.ts";
import { shrinkerListsAreRight } from "./shrinker-lists-are-right.ts";
import { mappedLocalMemoryIsListed } from "./mapped-local-memory-is-listed.ts";
import { purgedObjectsAreEmpty } from "./purged-objects-are-empty.ts";
import { ghostsKeepWhatTheyNeed } from "./ghosts-keep-what-they-need.ts";
import { guttedObjectsHaveATt } from "./gutted-objects-have-a-tt.ts";
import { noMappingOverFreedMemory } from "./no-mapping-over-freed-memory.ts";
import { filesAreReleased } from "./files-are-released.ts";
import type { Spec } from "./spec.ts";
import { tlbsReachNoFreedMemory } from "./tlbs-reach-no-freed-memory.ts";
import { unbindAfterBind } from "./unbind-after-bind.ts";
import { asyncUnbindsReadHeldTables } from "./async-unbinds-read-held-tables.ts";
import { boundVmasAreWhole } from "./bound-vmas-are-whole.ts";
import { deviceMaySleep } from "./device-may-sleep.ts";
import { entriesStayInTheirNodes } from "./entries-stay-in-their-nodes.ts";
import { mappingsAreRevoked } from "./mappings-are-revoked.ts";
import { memoryReturnsToItsAllocator } from "./memory-returns-to-its-allocator.ts";
import { userfaultListIsRight } from "./userfault-list-is-right.ts";
import { everyPageMoves } from "./every-page-moves.ts";
import { noForeignPages } from "./no-foreign-pages.ts";
import { segmentsDescribeTheBlocks } from "./segments-describe-the-blocks.ts";
import { wakerefsCoverTheGgtt } from "./wakerefs-cover-the-ggtt.ts";

import { shmemPagesAreCounted } from "./shmem-pages-are-counted.ts";
import { purgedPagesAreOutOfReach } from "./purged-pages-are-out-of-reach.ts";
import { operationsKeepTheirPromises } from "./operations-keep-their-promises.ts";
import { onlyIdlePagesAreReclaimed } from "./only-idle-pages-are-reclaimed.ts";
import { freedObjectsCountNothing } from "./freed-objects-count-nothing.ts";
import { whatNobodyNeedsIsListed } from "./what-nobody-needs-is-listed.ts";
import { shmemMappingsKeepTheirPages } from "./shmem-mappings-keep-their-pages.ts";
import { tablesAreMadeOfPinnedPages } from "./tables-are-made-of-pinned-pages.ts";
import { noStaleTableSurvives } from "./no-stale-table-survives.ts";
import { gpuFaultsAreServed } from "./gpu-faults-are-served.ts";
import { barriersAreOnOneList } from "./barriers-are-on-one-list.ts";
import { whatIsMappedStandsStill } from "./what-is-mapped-stands-still.ts";
import { faultsWaitInTheEnd } from "./faults-wait-in-the-end.ts";
import { vmasAreOpenByTheirHandles } from "./vmas-are-open-by-their-handles.ts";
import { evictionsGoOn } from "./evictions-go-on.ts";
import { goodGpusAreNotGivenUp } from "./good-gpus-are-not-given-up.ts";
import { localMemoryIsHadAlone } from "./local-memory-is-had-alone.ts";
import { usersMapNoStaleData } from "./users-map-no-stale-data.ts";
import { writtenOutPagesAreNotElsewhere } from "./written-out-pages-are-not-elsewhere.ts";
import { whatMayBeLeftToFences } from "./what-may-be-left-to-fences.ts";

export type { Spec } from "./spec.ts";

export const specs: readonly Spec[] = [
  noUseAfterFreeOfStructs,
  noUseAfterFreeOfTables,
  noPrematureFreeOfMemory,
  noDoubleFree,
  unbindAfterBind,
  rebindAfterUnbind,
  migrationAfterUnbinds,
  noEntryOverFreedMemory,
  nothingLeaks,
  fencesSignalOnce,
  noOperationFailsWithoutCause,
  fenceSlotsAreReserved,
  locksAreKeptInOrder,
  locksAreReleased,
  jobsRunOnTheirBinds,
  fencesStandForAllWork,
  heldMemoryIsKept,
  heldRangeIsKept,
  tlbsReachNoFreedMemory,
  noReclaimInside,
  noFenceWaitsForItself,
  fencesSignalAfterDependencies,
  fenceErrorsAreFinal,
  entriesChangeWithinTheirWork,
  asyncPathsDoNotBlock,
  addressSpacesEnd,
  addressSpacesOutliveTheirUsers,
  releasedObjectsAreLeftAlone,
  pageTablesOutliveTheirWriters,
  tablesDescribeTheMemory,
  shrinkerListsAreRight,
  mappedLocalMemoryIsListed,
  purgedObjectsAreEmpty,
  ghostsKeepWhatTheyNeed,
  guttedObjectsHaveATt,
  noMappingOverFreedMemory,
  filesAreReleased,
  activeVmasKeepTheirGtAwake,
  copiesDoNotOverlap,
  noStaleData,
  movesKeepTheContent,
  evictionsMakeRoom,
  bulkRangesAreContiguous,
  asyncUnbindsReadHeldTables,
  boundVmasAreWhole,
  deviceMaySleep,
  entriesStayInTheirNodes,
  mappingsAreRevoked,
  memoryReturnsToItsAllocator,
  userfaultListIsRight,
  wakerefsCoverTheGgtt,
  sleepingDevicesAreNotMapped,
  segmentsDescribeTheBlocks,
  noForeignPages,
  everyPageMoves,
  shmemPagesAreCounted,
  operationsKeepTheirPromises,
  onlyIdlePagesAreReclaimed,
  purgedPagesAreOutOfReach,
  freedObjectsCountNothing,
  whatNobodyNeedsIsListed,
  shmemMappingsKeepTheirPages,
  tablesAreMadeOfPinnedPages,
  noStaleTableSurvives,
  gpuFaultsAreServed,
  barriersAreOnOneList,
  jobsAndBlitsTakeTurns,
  whatIsMappedStandsStill,
  faultsWaitInTheEnd,
  vmasAreOpenByTheirHandles,
  evictionsGoOn,
  goodGpusAreNotGivenUp,
  localMemoryIsHadAlone,
  usersMapNoStaleData,
  writtenOutPagesAreNotElsewhere,
  whatMayBeLeftToFences,
];
