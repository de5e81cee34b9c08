/** Every procedure of the driver, in the order in which an object's life meets them. */
import * as active from "./procedures/active.ts";
import * as bindWork from "./procedures/bind-work.ts";
import * as boRelease from "./procedures/bo-release.ts";
import * as dmaFence from "./procedures/dma-fence.ts";
import * as execbuffer from "./procedures/execbuffer.ts";
import * as getPages from "./procedures/get-pages.ts";
import * as ggttMmap from "./procedures/ggtt-mmap.ts";
import * as ggttPin from "./procedures/ggtt-pin.ts";
import * as memcpyWork from "./procedures/memcpy-work.ts";
import * as migrate from "./procedures/migrate.ts";
import * as moveCleanup from "./procedures/move-cleanup.ts";
import * as move from "./procedures/move.ts";
import * as objectFree from "./procedures/object-free.ts";
import * as objectUnbind from "./procedures/object-unbind.ts";
import * as operations from "./procedures/operations.ts";
import * as putPages from "./procedures/put-pages.ts";
import * as request from "./procedures/request.ts";
import * as revokeMmap from "./procedures/revoke-mmap.ts";
import * as swFence from "./procedures/sw-fence.ts";
import * as unbindWork from "./procedures/unbind-work.ts";
import * as validate from "./procedures/validate.ts";
import * as vmaBind from "./procedures/vma-bind.ts";
import * as vmaPages from "./procedures/vma-pages.ts";
import * as vmaPin from "./procedures/vma-pin.ts";
import * as vmaUnbindAsync from "./procedures/vma-unbind-async.ts";
import * as vmaUnbind from "./procedures/vma-unbind.ts";
import type { AnyProcedure } from "./machine/procedure.ts";

const modules: readonly object[] = [
  operations,
  execbuffer,
  vmaPin,
  vmaPages,
  getPages,
  putPages,
  validate,
  move,
  migrate,
  memcpyWork,
  moveCleanup,
  vmaBind,
  bindWork,
  objectUnbind,
  vmaUnbindAsync,
  vmaUnbind,
  unbindWork,
  active,
  swFence,
  dmaFence,
  request,
  objectFree,
  boRelease,
  ggttPin,
  ggttMmap,
  revokeMmap,
];

const isProcedure = (value: unknown): value is AnyProcedure =>
  typeof value === "object" && value !== null && "name" in value && "steps" in value;

/** Whatever the modules above export that is a procedure. */
export const procedures: readonly AnyProcedure[] = modules.flatMap((module) =>
  Object.values(module).filter(isProcedure),
);
