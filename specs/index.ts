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
import { tablesDescribeTheMemory } from "./tables-describe-the-memory.ts";
import { shrinkerListsAreRight } from "./shrinker-lists-are-right.ts";
import { mappedLocalMemoryIsListed } from "./mapped-local-memory-is-listed.ts";
import { purgedObjectsAreEmpty } from "./purged-objects-are-empty.ts";
import { ghostsKeepWhatTheyNeed } from "./ghosts-keep-what-they-need.ts";
import { guttedObjectsHaveATt } from "./gutted-objects-have-a-tt.ts";
import { noMappingOverFreedMemory } from "./no-mapping-over-freed-memory.ts";
import { filesAreReleased } from "./files-are-released.ts";
import type { Spec } from "./spec.ts";
import { unbindAfterBind } from "./unbind-after-bind.ts";

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
  tablesDescribeTheMemory,
  shrinkerListsAreRight,
  mappedLocalMemoryIsListed,
  purgedObjectsAreEmpty,
  ghostsKeepWhatTheyNeed,
  guttedObjectsHaveATt,
  noMappingOverFreedMemory,
  filesAreReleased,
];
