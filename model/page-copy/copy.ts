/**
 * What the CPU does for a move (Linux 6.x, drivers/gpu/drm/ttm/ttm_bo_util.c): nothing, clear or
 * copy. All of it is page by page and forward, the destination mapped before the source.
 */

/** One end of a move. */
export interface CopyEnd {
  /** Its pages are those of the buffer object's tt: the manager's use_tt. */
  readonly usesTt: boolean;
}

/** The tt of the buffer object. */
export interface CopyTt {
  readonly isPopulated: boolean;
  /** Whoever allocates its pages gets them cleared: ZERO_ALLOC. */
  readonly zeroAlloc: boolean;
}

export type CopyRule = "nothing" | "clear" | "copy";

/**
 * Decides for a driver's generic move. Data that does not exist is not copied: the destination is
 * cleared instead, unless nobody asked for cleared pages. Kernel: ttm_bo_move_memcpy().
 */
export function copyRule(source: CopyEnd, destination: CopyEnd, tt: CopyTt | null): CopyRule {
  if (source.usesTt && destination.usesTt) return "nothing";
  const isNowhere = source.usesTt && (tt === null || !tt.isPopulated);
  if (!isNowhere) return "copy";
  return tt !== null && !tt.zeroAlloc ? "nothing" : "clear";
}
