/** Every procedure of the driver, in the order in which an object's life meets them. */
import * as barriersActive from "./barriers/active.ts";
import * as barriersContext from "./barriers/context.ts";
import * as barriersEngine from "./barriers/engine.ts";
import * as barriersPreallocate from "./barriers/preallocate.ts";
import * as active from "./procedures/active.ts";
import * as bindWork from "./procedures/bind-work.ts";
import * as boRelease from "./procedures/bo-release.ts";
import * as contextPin from "./procedures/context-pin.ts";
import * as dmaFence from "./procedures/dma-fence.ts";
import * as execReserve from "./procedures/exec-reserve.ts";
import * as errorCapture from "./procedures/error-capture.ts";
import * as execbufferOthers from "./procedures/execbuffer-others.ts";
import * as bulkRange from "./procedures/bulk-range.ts";
import * as evict from "./procedures/evict.ts";
import * as execbuffer from "./procedures/execbuffer.ts";
import * as gtPark from "./procedures/gt-park.ts";
import * as getPages from "./procedures/get-pages.ts";
import * as handleMove from "./procedures/handle-move.ts";
import * as gutting from "./procedures/gutting.ts";
import * as ggttMmap from "./procedures/ggtt-mmap.ts";
import * as ggttPin from "./procedures/ggtt-pin.ts";
import * as memcpyWork from "./procedures/memcpy-work.ts";
import * as migrate from "./procedures/migrate.ts";
import * as moveMemcpy from "./procedures/move-memcpy.ts";
import * as moveCleanup from "./procedures/move-cleanup.ts";
import * as move from "./procedures/move.ts";
import * as objectFree from "./procedures/object-free.ts";
import * as objectUnbind from "./procedures/object-unbind.ts";
import * as operations from "./procedures/operations.ts";
import * as pageCopy from "./procedures/page-copy.ts";
import * as putPages from "./procedures/put-pages.ts";
import * as request from "./procedures/request.ts";
import * as skeletonParties from "./procedures/skeleton-parties.ts";
import * as skeleton from "./procedures/skeleton.ts";
import * as revokeMmap from "./procedures/revoke-mmap.ts";
import * as swFence from "./procedures/sw-fence.ts";
import * as unbindWork from "./procedures/unbind-work.ts";
import * as validate from "./procedures/validate.ts";
import * as vaEviction from "./procedures/va-eviction.ts";
import * as vmHandles from "./procedures/vm-handles.ts";
import * as vmRelease from "./procedures/vm-release.ts";
import * as vmaBind from "./procedures/vma-bind.ts";
import * as vmaDestroy from "./procedures/vma-destroy.ts";
import * as vmaInstance from "./procedures/vma-instance.ts";
import * as vmaPages from "./procedures/vma-pages.ts";
import * as vmaPin from "./procedures/vma-pin.ts";
import * as vmaUnbindAsync from "./procedures/vma-unbind-async.ts";
import * as vmaUnbind from "./procedures/vma-unbind.ts";
import * as cpuFault from "./procedures/cpu-fault.ts";
import * as cpuWrite from "./procedures/cpu-write.ts";
import * as madvise from "./procedures/madvise.ts";
import * as objectCopy from "./procedures/object-copy.ts";
import * as purge from "./procedures/purge.ts";
import * as shmemPages from "./procedures/shmem-pages.ts";
import * as shrink from "./procedures/shrink.ts";
import * as swapout from "./procedures/swapout.ts";
import * as ttPopulate from "./procedures/tt-populate.ts";
import * as helperFree from "./shmem-helper/free.ts";
import * as helperHelperShrinker from "./shmem-helper/helper-shrinker.ts";
import * as helperMmap from "./shmem-helper/mmap.ts";
import * as helperPages from "./shmem-helper/pages.ts";
import * as helperPanfrostJob from "./shmem-helper/panfrost-job.ts";
import * as helperPanfrostMapping from "./shmem-helper/panfrost-mapping.ts";
import * as helperPanfrostShrinker from "./shmem-helper/panfrost-shrinker.ts";
import * as helperPrime from "./shmem-helper/prime.ts";
import * as helperReclaim from "./shmem-helper/reclaim.ts";
import * as helperSgTable from "./shmem-helper/sg-table.ts";
import * as helperUser from "./shmem-helper/user.ts";
import * as helperVmap from "./shmem-helper/vmap.ts";
import type { AnyProcedure } from "./machine/procedure.ts";

const modules: readonly object[] = [
  operations,
  vmHandles,
  execbuffer,
  execReserve,
  execbufferOthers,
  contextPin,
  vmaInstance,
  vmaPin,
  vmaPages,
  getPages,
  putPages,
  validate,
  handleMove,
  evict,
  move,
  moveMemcpy,
  pageCopy,
  migrate,
  memcpyWork,
  moveCleanup,
  vaEviction,
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
  gtPark,
  errorCapture,
  objectFree,
  vmaDestroy,
  boRelease,
  skeleton,
  skeletonParties,
  vmRelease,
  ttPopulate,
  shmemPages,
  gutting,
  purge,
  madvise,
  shrink,
  swapout,
  cpuFault,
  cpuWrite,
  objectCopy,
  bulkRange,
  ggttPin,
  ggttMmap,
  revokeMmap,
  helperUser,
  helperPages,
  helperSgTable,
  helperVmap,
  helperMmap,
  helperPrime,
  helperPanfrostMapping,
  helperPanfrostJob,
  helperPanfrostShrinker,
  helperHelperShrinker,
  helperReclaim,
  helperFree,
  barriersContext,
  barriersActive,
  barriersPreallocate,
  barriersEngine,
];

const isProcedure = (value: unknown): value is AnyProcedure =>
  typeof value === "object" && value !== null && "name" in value && "steps" in value;

/** Whatever the modules above export that is a procedure. */
export const procedures: readonly AnyProcedure[] = modules.flatMap((module) =>
  Object.values(module).filter(isProcedure),
);
