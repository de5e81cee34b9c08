/**
 * Signalling a dma-fence (Linux 6.x, drivers/dma-buf/dma-fence.c). Callbacks run in the signaller's
 * context.
 */
import {
  dmaFenceMarkSignalled,
  dmaFenceUnlock,
  type Callback,
  type FenceRef,
} from "../cells/fence.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";

/**
 * Others may run between the signal and each callback: a waiter may go on before or after any of
 * them.
 */
export const dmaFenceSignal: Procedure<{ fence: FenceRef; callbacks?: Callback[] }, 0> = procedure(
  "dma_fence_signal",
  "driver.md 3.1; dma-fence.c",
  [
    step(
      "mark it as signalled and detach the callbacks",
      (k) => {
        const callbacks = dmaFenceMarkSignalled(k, k.local.fence);
        if (callbacks.length === 0) return k.ret(0);
        k.local.callbacks = callbacks;
      },
      "s1",
    ),
    step(
      "run the next callback",
      (k) => {
        const [next, ...rest] = k.got("callbacks");
        if (next === undefined) return k.ret(0);
        k.local.callbacks = rest;
        const args = { data: next.data, fence: k.local.fence };
        return rest.length > 0
          ? k.callPointer(next.func, args, "run the next callback")
          : k.callPointer(next.func, args);
      },
      "s2",
    ),
    follows("unlock the fence", (k) => dmaFenceUnlock(k, k.local.fence), "s2"),
  ],
);
