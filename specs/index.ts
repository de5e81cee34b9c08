/** Every spec. A scenario judges all of them. */
import { fenceSlotsAreReserved } from "./fence-slots-are-reserved.ts";
import { fencesSignalOnce } from "./fences-signal-once.ts";
import { locksAreKeptInOrder } from "./locks-are-kept-in-order.ts";
import { migrationAfterUnbinds } from "./migration-after-unbinds.ts";
import { noDoubleFree } from "./no-double-free.ts";
import { noEntryOverFreedMemory } from "./no-entry-over-freed-memory.ts";
import { noOperationFailsWithoutCause } from "./no-operation-fails-without-cause.ts";
import { noPrematureFreeOfMemory } from "./no-premature-free-of-memory.ts";
import { noUseAfterFreeOfStructs } from "./no-use-after-free-of-structs.ts";
import { noUseAfterFreeOfTables } from "./no-use-after-free-of-tables.ts";
import { nothingLeaks } from "./nothing-leaks.ts";
import { rebindAfterUnbind } from "./rebind-after-unbind.ts";
import type { Spec } from "./spec.ts";
import { unbindAfterBind } from "./unbind-after-bind.ts";
import { asyncUnbindsReadHeldTables } from "./async-unbinds-read-held-tables.ts";
import { boundVmasAreWhole } from "./bound-vmas-are-whole.ts";
import { deviceMaySleep } from "./device-may-sleep.ts";
import { entriesStayInTheirNodes } from "./entries-stay-in-their-nodes.ts";
import { mappingsAreRevoked } from "./mappings-are-revoked.ts";
import { memoryReturnsToItsAllocator } from "./memory-returns-to-its-allocator.ts";
import { userfaultListIsRight } from "./userfault-list-is-right.ts";
import { wakerefsCoverTheGgtt } from "./wakerefs-cover-the-ggtt.ts";

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
  asyncUnbindsReadHeldTables,
  boundVmasAreWhole,
  deviceMaySleep,
  entriesStayInTheirNodes,
  mappingsAreRevoked,
  memoryReturnsToItsAllocator,
  userfaultListIsRight,
  wakerefsCoverTheGgtt,
];
