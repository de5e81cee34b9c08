/** What the model offers by name. A new scenario or patch is added here, and nowhere else. */
import type { Patch } from "./machine/patch.ts";
import { bindDoesNotAwaitUnbinds } from "./patches/bind-does-not-await-unbinds.ts";
import { bindWorkPinsThePages } from "./patches/bind-work-pins-the-pages.ts";
import { bindWorkTakesNoReference } from "./patches/bind-work-takes-no-reference.ts";
import { chainTakesNoReference } from "./patches/chain-takes-no-reference.ts";
import { ghostDoesNotWait } from "./patches/ghost-does-not-wait.ts";
import { ghostHasNoFence } from "./patches/ghost-has-no-fence.ts";
import { ghostKeepsItsFences } from "./patches/ghost-keeps-its-fences.ts";
import { memcpyWorkTakesNoTables } from "./patches/memcpy-work-takes-no-tables.ts";
import { migrationDoesNotWait } from "./patches/migration-does-not-wait-for-the-unbind.ts";
import { moveUnmapsTheTt } from "./patches/move-unmaps-the-tt.ts";
import { movingWaitReturnsTheTime } from "./patches/moving-wait-returns-the-time.ts";
import { rawTablesAcrossMoves } from "./patches/raw-tables-across-moves.ts";
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
import type { Scenario } from "./scenario.ts";
import { c1 } from "./scenarios/c1.ts";
import { c10 } from "./scenarios/c10.ts";

export { procedures } from "./all-procedures.ts";

export const scenarios: readonly Scenario[] = [...c1, ...c10];

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
];
