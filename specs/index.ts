/** Every spec. A scenario judges all of them. */
import { bulkRangesAreContiguous } from "./bulk-ranges-are-contiguous.ts";
import { copiesDoNotOverlap } from "./copies-do-not-overlap.ts";
import { evictionsMakeRoom } from "./evictions-make-room.ts";
import { fenceSlotsAreReserved } from "./fence-slots-are-reserved.ts";
import { fencesSignalOnce } from "./fences-signal-once.ts";
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
import { rebindAfterUnbind } from "./rebind-after-unbind.ts";
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
  copiesDoNotOverlap,
  noStaleData,
  movesKeepTheContent,
  evictionsMakeRoom,
  bulkRangesAreContiguous,
];
