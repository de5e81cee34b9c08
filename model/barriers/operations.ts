/** What users of contexts, and the kernel, can be told to do with an engine. */
import { ref } from "../../checker/refs.ts";
import type { Operation } from "../operations.ts";

const onContext = (name: string, procedure: string, context: number): Operation => ({
  name,
  procedure,
  handle: null,
  args: { context: ref("engineContexts", context) },
});

/** Pins the context, as whoever builds a request in it does. */
export const pinContext = (context: number = 0): Operation =>
  onContext("pin the context", "__intel_context_do_pin", context);

export const unpinContext = (context: number = 0): Operation =>
  onContext("unpin the context", "__intel_context_do_unpin", context);

/** Modifies the context, if it is pinned, by a request of the kernel's context. */
export const modifyContext = (context: number = 0): Operation =>
  onContext("modify the context", "gen8_modify_context", context);

/** Pins the context; if that works, modifies it if asked to, and unpins it. */
export function useContext(context: number = 0, how: { modifies?: boolean } = {}): Operation {
  const operation = onContext("use the context", "context_user", context);
  return { ...operation, args: { ...operation.args, modifies: how.modifies === true } };
}

/** Drops the user's reference. */
export const freeContext = (context: number = 0): Operation =>
  onContext("free the context", "free_engines", context);

/** For a kernel thread: connects the idle barriers to a request. */
export function flushBarriers(): Operation {
  const name = "flush barriers";
  return { name, procedure: "intel_engine_flush_barriers", handle: null, args: {} };
}
