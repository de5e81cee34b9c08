/** The list by which a suspend finds the mappings of the CPU is right, and so are the counts. */
import { invariant, witness } from "../checker/properties.ts";
import { at, ref } from "../checker/refs.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

/** Says whether somebody is inside of what keeps the list: the GGTT's mutex, or a suspend. */
const isBusy = ({ runtimePms, vms }: DriverState): boolean =>
  runtimePms.some((rpm) => rpm?.power === "suspending") ||
  vms.some((vm) => vm?.ggtt !== undefined && vm.lock !== null);

export const userfaultListIsRight: Spec = {
  property: invariant<DriverState>("userfault-list-is-right", {
    claim:
      "An object is on the userfault list if and only if it lives and the CPU has mapped some of " +
      "its vmas, and it counts exactly those",
    source: "driver.md 11 P21",
    holds: (state) => {
      if (state.fault?.kind === "list-corruption") return false;
      if (isBusy(state)) return true;
      return state.runtimePms.every(
        (device) =>
          device === null ||
          (device.userfaults.every((each) => at(state, each) !== null) &&
            state.objects.every((object, index) => {
              if (object === null) return true;
              const marked = object.vmas.filter((vma) => at(state, vma)?.ggtt?.userfault === true);
              const isListed = device.userfaults.includes(ref("objects", index));
              return object.userfaultCount === marked.length && isListed === marked.length > 0;
            })),
      );
    },
  }),
  witness: witness<DriverState>("an-object-is-mapped-twice", {
    claim: "The CPU has mapped two views of an object through the GGTT",
    each: "objects",
    reached: ({ objects }, index) => objects[index]?.userfaultCount === 2,
  }),
  brokenBy: ["mappings-are-revoked-without-a-lock"],
};
