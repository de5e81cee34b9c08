/**
 * Error values as the driver returns them. They stay distinct, since callers compare them
 * (driver.md 15).
 */

export type Errno =
  | "-EAGAIN"
  | "-EBUSY"
  | "-EDEADLK"
  | "-EFAULT"
  | "-EINTR"
  | "-EINVAL"
  | "-EIO"
  | "-EMULTIHOP"
  | "-ENOENT"
  | "-ENOMEM"
  | "-ENOSPC"
  | "-ENXIO"
  | "-ERESTARTSYS"
  | "-ETIMEDOUT";

/** What most kernel functions return: zero, or an error. */
export type Status = 0 | Errno;

/** A pointer or an error pointer. */
export type OrError<Pointer> = Pointer | Errno;

/** Says whether a value is an error, as IS_ERR() does for error pointers. */
export function isError(value: string | 0 | null): value is Errno {
  return typeof value === "string" && value.startsWith("-E");
}
