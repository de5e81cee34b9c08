/**
 * Runtime power management (Linux 6.x, drivers/gpu/drm/i915/intel_runtime_pm.c), and the list of
 * objects that the CPU reaches through the GGTT, which a suspend has to walk. A scenario without
 * one never sleeps, and pays nothing here. Left out: the autosuspend delay, since a suspend may
 * come at any time, and wakerefs of a GT.
 */
import type { Ref } from "../../checker/refs.ts";
import type { Machine } from "../machine/machine.ts";
import type { Holder } from "./holders.ts";

export interface RuntimePm {
  /** Who needs the device awake, one entry a wakeref, sorted. */
  wakerefs: Holder[];
  power: "on" | "suspending" | "off";
  /** The objects that have CPU mappings through the GGTT: `ggtt->userfault_list`, sorted. */
  userfaults: Ref<"objects">[];
}

export const theRpm: Ref<"runtimePms"> = "runtimePms:0";

/** Awake, and nobody has said that it has to be. */
export const awakeRpm = (): RuntimePm => ({ wakerefs: [], power: "on", userfaults: [] });

/**
 * Wakes the device if need be, and keeps it awake. That waits for a suspend in progress, and
 * allocates memory: so it must come before vm->mutex, and not on the way to a fence's signal.
 * Kernel: intel_runtime_pm_get().
 */
export function rpmGet(k: Machine, holder: Holder): void {
  if (!k.has("runtimePms") || k.skips("get")) return;
  if (k.state.vms.some((vm) => vm?.lock === k.self)) {
    k.fault("wakeref-too-late", theRpm, "is woken with vm->mutex held");
  }
  if (k.at(k.self).signalling) {
    k.fault("wakeref-too-late", theRpm, "is woken inside of a fence-signalling section");
  }
  const rpm = k.at(theRpm);
  if (rpm.power === "suspending") {
    k.wait();
    // Only whoever leaves the wait out gets here: the suspend walks its list with nothing locked.
    k.fault("device-asleep", theRpm, `${holder} does not wait for a suspend in progress`);
  }
  rpm.power = "on";
  addWakeref(rpm, holder);
}

/**
 * Keeps the device awake if somebody does so already; false: nobody does. Kernel:
 * intel_runtime_pm_get_if_in_use().
 */
export function rpmGetIfInUse(k: Machine, holder: Holder): boolean {
  if (!k.has("runtimePms")) return false;
  const rpm = k.at(theRpm);
  if (rpm.wakerefs.length === 0) return false;
  if (k.skips("get")) return true;
  addWakeref(rpm, holder);
  return true;
}

function addWakeref(rpm: RuntimePm, holder: Holder): void {
  rpm.wakerefs.push(holder);
  rpm.wakerefs.sort();
}

/** Lets the device sleep, as far as the holder cares. Kernel: intel_runtime_pm_put(). */
export function rpmPut(k: Machine, holder: Holder): void {
  if (!k.has("runtimePms") || k.skips("put")) return;
  const { wakerefs } = k.at(theRpm);
  const index = wakerefs.indexOf(holder);
  if (index < 0) {
    k.fault("refcount-underflow", theRpm, `${holder} puts a wakeref that it does not hold`);
  }
  wakerefs.splice(index, 1);
}

/** Whoever touches the hardware must hold a wakeref. Kernel: assert_rpm_wakelock_held(). */
export function assertAwake(k: Machine, cell: Ref): void {
  if (!k.has("runtimePms") || k.at(theRpm).wakerefs.length > 0) return;
  k.fault("device-asleep", cell, "is written while nobody keeps the device awake");
}

/** Puts an object on the list, which only a suspend walks. Kernel: list_add(). */
export function listUserfault(k: Machine, object: Ref<"objects">): void {
  if (!k.has("runtimePms")) return;
  const { userfaults } = k.at(theRpm);
  if (userfaults.includes(object)) {
    k.fault("list-corruption", object, "joins the userfault list twice");
  }
  userfaults.push(object);
  userfaults.sort();
}

/** Takes an object off the list. Kernel: list_del(). */
export function unlistUserfault(k: Machine, object: Ref<"objects">): void {
  if (!k.has("runtimePms")) return;
  const { userfaults } = k.at(theRpm);
  const index = userfaults.indexOf(object);
  if (index < 0) k.fault("list-corruption", object, "leaves the userfault list, where it is not");
  userfaults.splice(index, 1);
}
