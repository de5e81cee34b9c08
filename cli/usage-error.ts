/** The error for wrong usage: its message is all that the user is shown, so it says what to do. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
