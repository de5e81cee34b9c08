/**
 * Which bindings a vma has: I915_VMA_LOCAL_BIND and I915_VMA_GLOBAL_BIND (Linux 6.x,
 * drivers/gpu/drm/i915/i915_vma_types.h), which PIN_USER and PIN_GLOBAL ask for. They are bits of
 * one word as in the kernel, so that 0, no binding at all, is the only one that is false.
 */
export type BindBits = 0 | 1 | 2 | 3;

/** What users bind: in a ppGTT, or in the one that stands behind the GGTT. */
export const LOCAL_BIND = 1;
/** What the kernel binds: in the GGTT itself. */
export const GLOBAL_BIND = 2;

/** The wanted bits that are not bound yet. */
export const missingBits = (bound: BindBits, wanted: BindBits): BindBits =>
  (wanted & ~bound) as BindBits;

/** Says whether all of `wanted` are bound. */
export const hasBits = (bound: BindBits, wanted: BindBits): boolean => (wanted & ~bound) === 0;

/** Says whether two sets have a bit in common. */
export const shareBits = (some: BindBits, others: BindBits): boolean => (some & others) !== 0;

export const addBits = (bound: BindBits, more: BindBits): BindBits => (bound | more) as BindBits;

/** How many there are: each stands for one binding in the pages count of its vma. */
export const countBits = (bits: BindBits): number => (bits & 1) + (bits >> 1);
