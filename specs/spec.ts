/**
 * What a spec is: a property of the driver with its source, the witness that shows it is not
 * vacuous, and the patches that break it. A file under specs/ holds one, and so may any file given
 * to `--spec`.
 */
import { invariant, type Property, type Witness } from "../checker/properties.ts";
import type { FaultKind } from "../model/machine/faults.ts";
import type { DriverState } from "../model/state.ts";

export interface Spec {
  readonly property: Property<DriverState>;
  /** Shows that the premise of the property is met somewhere. */
  readonly witness: Witness<DriverState>;
  /** Ids of patches; each makes the property fail in its scenario. */
  readonly brokenBy: readonly string[];
}

/** Claims that no primitive records a fault of certain kinds. */
export function noFault(
  id: string,
  { claim, source, kinds }: { claim: string; source: string; kinds: readonly FaultKind[] },
): Property<DriverState> {
  return invariant<DriverState>(id, {
    claim,
    source,
    holds: ({ fault }) => fault === null || !kinds.includes(fault.kind),
  });
}
