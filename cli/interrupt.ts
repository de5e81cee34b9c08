/** Ctrl-C: the first one ends the search in good order, the second one quits at once. */
import process from "node:process";
import { KILLED } from "./exit-status.ts";

/** Yields a signal that the first Ctrl-C aborts. */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  process.on("SIGINT", () => {
    if (controller.signal.aborted) process.exit(KILLED);
    controller.abort();
    process.stderr.write(
      "\nInterrupted; the verdict so far follows. Ctrl-C again quits at once.\n",
    );
  });
  return controller.signal;
}
