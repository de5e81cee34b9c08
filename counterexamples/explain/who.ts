/** Who takes a step. */
import { instanceKey } from "../../checker/instances.ts";
import type { Json } from "../../checker/json.ts";
import { actorKey } from "../actors.ts";

export interface Who {
  readonly action: string;
  readonly choice: Json;
  readonly process: string | null;
}

/**
 * A name for whoever takes a step: the process, whose steps come in its own order. Where the model
 * names none, each instance of an action stands for itself.
 */
export function whoTakes({ action, choice, process }: Who): string {
  return process === null ? instanceKey(action, choice) : actorKey(process, choice);
}
