/** What users of a driver on top of the shmem helper, and its kernel threads, can be told to do. */
import type { Operation } from "../operations.ts";
import type { Ref } from "../../checker/refs.ts";

const on = (
  name: string,
  procedure: string,
  args: Operation["args"] = {},
  handle = 0,
): Operation => ({
  name,
  procedure,
  handle,
  args,
});

/** Maps the object for the user; the thread unmaps it in the end, if not before. */
export const mmap = (): Operation => on("mmap", "drm_gem_mmap_obj");

/** The same so that writes stay private, which cannot be had. */
export const mmapPrivately = (): Operation => ({
  ...on("mmap privately", "drm_gem_mmap_obj", { isPrivate: true }),
  tolerates: ["-EINVAL"],
});

/** Copies the first area of the thread, for a child that never writes. */
export const fork = (): Operation => on("fork", "dup_mmap");

/** Touches the object where the thread has mapped it. */
export const touchArea = (): Operation => on("touch", "user_access_shmem");

/** Unmaps every area of the thread. */
export const munmap = (): Operation => ({ ...on("munmap", "unmap_region"), handle: null });

export const pin = (): Operation => on("pin", "driver_pin");
export const unpin = (): Operation => ({ ...on("unpin", "driver_unpin"), handle: null });
export const vmap = (): Operation => on("vmap", "driver_vmap");
export const vunmap = (): Operation => ({ ...on("vunmap", "driver_vunmap"), handle: null });

/** Says whether the contents are still needed, which is refused unless one file has it mapped. */
export function madviseShmem(madv: "WILLNEED" | "DONTNEED"): Operation {
  const name = madv === "WILLNEED" ? "madvise will need" : "madvise don't need";
  return { ...on(name, "panfrost_ioctl_madvise", { madv, space: 0 }), tolerates: ["-EINVAL"] };
}

/** Maps the object for the GPU in the address space of the first file. */
export const mapForGpu = (): Operation => on("map for the GPU", "panfrost_gem_open", { space: 0 });
export const unmapForGpu = (): Operation =>
  on("unmap for the GPU", "panfrost_gem_close", { space: 0 });

/** A second file gets to know the object, and maps it in its address space. */
export const openByName = (): Operation => on("open by name", "drm_gem_open_ioctl", { space: 1 });

/** Runs a job of a file on the object; nothing, if it is not mapped there. */
export const submitJob = (space = 0): Operation => ({
  ...on("submit", "panfrost_ioctl_submit", { space }),
  tolerates: ["-EINVAL"],
});

/** For a kernel thread: the GPU faults in the first address space, for a job that went astray. */
export const strayJob = (): Operation => ({
  ...on("stray job", "panfrost_stray_job", { space: 0 }),
  handle: null,
});

/** Closes the handle of the first file. */
export const closeHandle = (handle = 0): Operation => ({
  name: "close the handle",
  procedure: "drm_gem_object_release_handle",
  handle: null,
  closes: handle,
  args: { handle },
});

/** Exports the object to another device, which works with it once. */
export const exportBuffer = (): Operation => on("export", "drm_gem_prime_handle_to_fd");

/** Imports the buffer of another device as a new object, with a handle. */
export function importBuffer(dmaBuf: Ref<"dmaBufs">, into: number): Operation {
  const name = "import";
  return { name, procedure: "drm_gem_prime_import_dev", handle: null, args: { dmaBuf, into } };
}

/** For a kernel thread: one scan of the driver's shrinker. */
export const scanByDriver = (): Operation => ({
  ...on("scan", "panfrost_gem_shrinker_scan", { seen: [] }),
  handle: null,
});

/** For a kernel thread: one scan of the helper's shrinker. */
export const scanByHelper = (): Operation => ({
  ...on("scan", "drm_gem_shmem_shrinker_scan_objects", { pass: "purge", seen: [] }),
  handle: null,
});
