/** What `drmcheck check` is told, once yargs has read it. */
import type { Strategy } from "../checker/verdict.ts";
import type { BoundArguments } from "./bounds.ts";
import type { ReplayArguments } from "./replay-command.ts";
import type { BoundsChoice } from "./selection.ts";

export interface CheckArguments extends BoundArguments, ReplayArguments {
  /** Names of scenarios and configurations, and paths of modules. */
  readonly what: readonly string[];
  readonly bounds?: BoundsChoice | undefined;
  readonly strategy?: Strategy | undefined;
  /** The folder to write traces into. */
  readonly save?: string | undefined;
  readonly json: boolean;
  /** Whether to list the steps that the numbers of the report stand for. */
  readonly coverage: boolean;
  readonly strict: boolean;
}
