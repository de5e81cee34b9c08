/** Spells the command that does a run again, to be pasted into a shell. */

export interface ReplayArguments {
  readonly spec: readonly string[];
  readonly patch: readonly string[];
  readonly without: readonly string[];
  readonly drop: readonly string[];
  readonly strategy?: string | undefined;
  readonly depthMax?: string | undefined;
  readonly statesMax?: string | undefined;
  readonly elapsedMax?: string | undefined;
  readonly memoryMax?: string | undefined;
  readonly verifyPurity: boolean;
}

/** Yields the command that checks `target` alone, with all options that decide what is found. */
export function replayCommand(target: string, given: ReplayArguments): string {
  const words = ["drmcheck", "check", target];
  const add = (option: string, values: readonly (string | undefined)[]): void => {
    for (const value of values) if (value !== undefined) words.push(option, value);
  };
  add("--spec", given.spec);
  add("--patch", given.patch);
  add("--without", given.without);
  add("--drop", given.drop);
  add("--strategy", [given.strategy]);
  add("--depth-max", [given.depthMax]);
  add("--states-max", [given.statesMax]);
  add("--elapsed-max", [given.elapsedMax]);
  add("--memory-max", [given.memoryMax]);
  if (given.verifyPurity) words.push("--verify-purity");
  return words.map(quote).join(" ");
}

/** Yields a word as a shell takes it for one. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
