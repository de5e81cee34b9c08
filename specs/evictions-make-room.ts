/** An eviction that reports success has made room. */
import { witness } from "../checker/properties.ts";
import type { DriverState } from "../model/state.ts";
import { noFault, type Spec } from "./spec.ts";

export const evictionsMakeRoom: Spec = {
  property: noFault("evictions-make-room", {
    claim: "Once an eviction for room has returned success, its victim's memory is free for others",
    source: "driver.md 11 L6",
    kinds: ["eviction-frees-nothing"],
  }),
  witness: witness<DriverState>("an-eviction-leaves-its-fence", {
    claim: "Local memory has been freed behind the fence of an eviction that is not done",
    each: "managers",
    reached: ({ managers, requestFences }, index) =>
      managers[index]?.move != null &&
      requestFences.some(
        (fence) => fence?.refs.includes(`managers:${index}`) === true && !fence.signalled,
      ),
  }),
  brokenBy: ["busy-victim-goes-to-a-ghost"],
};
