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
import type { Scenario } from "./scenario.ts";
import { c1Memory } from "./scenarios/c1-memory.ts";
import { c1MovingMemory } from "./scenarios/c1-moving-memory.ts";
import { c1Nowait } from "./scenarios/c1-nowait.ts";
import { c1Rebind } from "./scenarios/c1-rebind.ts";
import { c1RaceSignal } from "./scenarios/c1-race-signal.ts";
import { c1Race } from "./scenarios/c1-race.ts";
import { c1RecoverySystem } from "./scenarios/c1-recovery-system.ts";
import { c1Recovery } from "./scenarios/c1-recovery.ts";
import { c1SyncSignal } from "./scenarios/c1-sync-signal.ts";
import { c1Sync } from "./scenarios/c1-sync.ts";
import { c1TwoMoves } from "./scenarios/c1-two-moves.ts";
import { c1TwoMovesMemory } from "./scenarios/c1-two-moves-memory.ts";
import { c1RebindNowait } from "./scenarios/c1-rebind-nowait.ts";
import { c1RebindSignal } from "./scenarios/c1-rebind-signal.ts";
import { c1Gpu } from "./scenarios/c1-gpu.ts";
import { c1Move } from "./scenarios/c1-move.ts";

export { procedures } from "./all-procedures.ts";

export const scenarios: readonly Scenario[] = [
  c1Move,
  c1Rebind,
  c1Recovery,
  c1RecoverySystem,
  c1TwoMoves,
  c1Sync,
  c1TwoMovesMemory,
  c1RebindNowait,
  c1RebindSignal,
  c1Gpu,
  c1Memory,
  c1Nowait,
  c1Race,
  c1RaceSignal,
  c1SyncSignal,
  c1MovingMemory,
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
];
