/**
 * The error for a broken model: a mistake in what the user wrote, as opposed to a violated
 * property, which is a result and never thrown. Its three parts are what was seen, the usual cause
 * and the next move.
 */
export interface ModelErrorParts {
  /** What the engine observed, naming the action or property, the step and the values involved. */
  readonly seen: string;
  /** The mistake that most often leads to this. */
  readonly cause: string;
  /** What to do now. */
  readonly next: string;
}

export class ModelError extends Error implements ModelErrorParts {
  override readonly name = "ModelError";
  readonly seen: string;
  override readonly cause: string;
  readonly next: string;

  constructor(parts: ModelErrorParts) {
    super(`${parts.seen}\n  Usual cause: ${parts.cause}\n  Next move: ${parts.next}`);
    this.seen = parts.seen;
    this.cause = parts.cause;
    this.next = parts.next;
  }
}
