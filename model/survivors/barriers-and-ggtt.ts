/** Why mutants of activities, idle barriers and the GGTT survive. */
import type { Explanation } from "./explanation.ts";

export const barriersAndGgtt: readonly Explanation[] = [
  {
    why:
      "An asynchronous unbind may fail whenever it likes: its caller, __i915_vma_unbind_async, " +
      "says -EBUSY instead, and i915_gem_object_unbind then unbinds synchronously, which row P15 " +
      "asks for. It waits longer, and what the chain awaits already does no harm.",
    mutants: [
      "fail at i915_sw_fence_await_active: take a temporary count, unless it is idle",
      "fail at i915_sw_fence_await_active: return the status",
    ],
  },
  {
    why:
      "The request is built with both, and not before. A park, for which the first wakeref " +
      "waits, does not take the mutex of the timeline, and building the request gets a wakeref " +
      "with that mutex held in any case.",
    mutants: ["swap gen8_modify_context: keep the engine awake <> lock the timeline"],
  },
  {
    why:
      "Two more references of its making keep the request: its own, and that of its timeline, " +
      "which lets go of it when it has retired. It cannot retire before it is submitted.",
    mutants: [
      "swap gen8_modify_context: submit the request <> put the request",
      "swap intel_engine_flush_barriers: submit the request <> put the request",
    ],
  },
  {
    why:
      "The last unpin needs the engine awake until its barrier is on the list, and has a wakeref " +
      "of its own for that, since the barrier was prepared (N3, N5).",
    mutants: ["swap gen8_modify_context: let the engine sleep <> unpin the context"],
  },
  {
    why:
      "The count is there before the barrier is prepared, and is dropped after the unlock, in " +
      "both orders. Taking it waits for nobody who takes pin_mutex, and nothing is looked at " +
      "between the two.",
    mutants: ["swap __intel_context_do_pin: acquire the activity <> lock pin_mutex"],
  },
  {
    why:
      "The count that is released is not the last one: the barrier that was prepared has one of " +
      "its own (N3), which is dropped only after somebody has taken it off the list that it " +
      "joins here.",
    mutants: ["swap __intel_context_do_unpin: leave the barrier behind <> release the activity"],
  },
  {
    why:
      "Only who could not take the barrier off the list comes to the question by a jump, and " +
      "finds it a barrier still: who makes something else of it holds the mutex of the " +
      "timeline, as the caller does, or parks the engine, which the caller keeps awake. Whoever " +
      "comes from the step before has cleared the node, and tracks the request in it in both " +
      "orders.",
    mutants: ["swap i915_active_add_request: is it a barrier still? <> track the request in it"],
  },
  {
    why:
      "The node is out of the tree and not published yet, so that nobody sees what is marked. A " +
      "park, which the wakeref may have to wait for, gives up what is on the list of the engine, " +
      "and the count of the pin keeps the activity meanwhile.",
    mutants: [
      "swap i915_active_acquire_preallocate_barrier: mark it as an idle barrier <> " +
        "keep the engine awake",
    ],
  },
  {
    why:
      "Two lists of mappings, of the GGTT and of local memory, none of which is on both. The " +
      "device is suspending, and whoever wants to touch either list wakes it first, and waits.",
    mutants: [
      "swap intel_runtime_suspend: revoke the next mapping <> " +
        "unmap what is mapped in local memory",
    ],
  },
  {
    why:
      "The engine parks once more when that request has retired. It has switched by then, and " +
      "gives up all barriers that are on its list, which are so released a little later.",
    mutants: ["drop __engine_park: connect the barriers"],
  },
];
