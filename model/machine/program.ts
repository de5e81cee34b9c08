/**
 * A program: the procedures of one run, with patches applied and steps dropped. Labels that a patch
 * or `--without` has removed stay valid targets of goto: they lead to the step that now stands in
 * their place.
 */
import { ModelError } from "../../checker/model-error.ts";
import { nearestName } from "../../checker/nearest-name.ts";
import type { Edit } from "./patch.ts";
import {
  citationOf,
  procedureNamed,
  type AnyProcedure,
  type Source,
  type Step,
} from "./procedure.ts";

type AnyStep = Step<object, unknown>;

/** One step, ready to run. */
export interface LoadedStep {
  readonly step: AnyStep;
  readonly procedure: string;
  readonly label: string;
  /** What traces and coverage call it: "procedure: label". */
  readonly title: string;
  readonly citation: string;
  /** The label of the step after this one; null: this is the last. */
  readonly next: string | null;
}

export interface LoadedProcedure {
  readonly name: string;
  /** The label of the first step. */
  readonly entry: string | null;
  /** By label, removed ones included; null: nothing follows, the procedure returns. */
  readonly steps: ReadonlyMap<string, LoadedStep | null>;
}

export type Program = ReadonlyMap<string, LoadedProcedure>;

/**
 * Applies the edits of all patches in order, then drops the steps in `without`, and lays out the
 * rest.
 */
export function loadProgram(
  procedures: readonly AnyProcedure[],
  edits: readonly Edit[],
  without: readonly string[] = [],
): Program {
  const texts = new Map(procedures.map((each) => [each.name, new Text(each)]));
  const all = [...edits, ...without.map((name): Edit => ({ remove: name }))];
  for (const edit of all) apply(edit, procedures, texts);
  return new Map([...texts].map(([name, text]) => [name, text.load()]));
}

/** The steps of one procedure while it is being edited. A removed step leaves its label behind. */
class Text {
  readonly #name: string;
  readonly #source: Source;
  readonly #lines: { label: string; step: AnyStep | null }[];

  constructor(original: AnyProcedure) {
    this.#name = original.name;
    this.#source = original.source;
    this.#lines = original.steps.map((step) => ({ label: step.label, step }));
  }

  /** Puts `steps` in place of, before or behind the step labelled `label`. */
  edit(label: string, where: "replace" | "before" | "after", steps: readonly AnyStep[]): void {
    const index = this.#indexOf(label);
    const lines = steps.map((step) => ({ label: step.label, step }));
    for (const line of lines) {
      const isTwin = this.#lines.some((each) => each.step !== null && each.label === line.label);
      if (isTwin && !(where === "replace" && line.label === label)) throw twin(this.#name, line);
    }
    if (where === "before") this.#lines.splice(index, 0, ...lines);
    else if (where === "after") this.#lines.splice(index + 1, 0, ...lines);
    else {
      const old = lines.some((line) => line.label === label) ? [] : [{ label, step: null }];
      this.#lines.splice(index, 1, ...old, ...lines);
    }
  }

  swap(first: string, second: string): void {
    const [a, b] = [this.#indexOf(first), this.#indexOf(second)];
    const lines = this.#lines;
    [lines[a], lines[b]] = [lines[b] as (typeof lines)[0], lines[a] as (typeof lines)[0]];
  }

  join(label: string): void {
    this.#change(label, (step) => ({ ...step, follows: true }));
  }

  exchange(first: string, second: string): void {
    const [a, b] = [this.#stepOf(first), this.#stepOf(second)];
    this.#change(first, (step) => ({ ...step, run: (k) => b.run(k) }));
    this.#change(second, (step) => ({ ...step, run: (k) => a.run(k) }));
  }

  load(): LoadedProcedure {
    const steps = new Map<string, LoadedStep | null>();
    let following: LoadedStep | null = null;
    for (const { label, step } of this.#lines.toReversed()) {
      if (step !== null) {
        following = {
          step,
          procedure: this.#name,
          label,
          title: `${this.#name}: ${label}`,
          citation: citationOf({ name: this.#name, source: this.#source }, step.row),
          next: following === null ? null : following.label,
        };
      }
      steps.set(label, following);
    }
    return { name: this.#name, entry: following?.label ?? null, steps };
  }

  #stepOf(label: string): AnyStep {
    return this.#lines[this.#indexOf(label)]?.step as AnyStep;
  }

  #change(label: string, change: (step: AnyStep) => AnyStep): void {
    this.#lines[this.#indexOf(label)] = { label, step: change(this.#stepOf(label)) };
  }

  #indexOf(label: string): number {
    const index = this.#lines.findIndex((line) => line.label === label && line.step !== null);
    if (index >= 0) return index;
    throw new ModelError({
      seen: `${this.#name} has no step "${label}".`,
      cause: "a misspelt label, or a step that an earlier patch has removed",
      next: nearestName(
        label,
        this.#lines.flatMap((line) => (line.step === null ? [] : [line.label])),
      ),
    });
  }
}

function apply(edit: Edit, known: readonly AnyProcedure[], texts: Map<string, Text>): void {
  const locate = (name: string): Place => {
    const [procedureName, label] = splitStepName(name);
    procedureNamed(known, procedureName);
    return { text: texts.get(procedureName) as Text, label };
  };
  if ("remove" in edit) {
    const { text, label } = locate(edit.remove);
    text.edit(label, "replace", []);
  } else if ("replace" in edit) {
    const { text, label } = locate(edit.replace);
    text.edit(label, "replace", edit.by);
  } else if ("before" in edit) {
    const { text, label } = locate(edit.before);
    text.edit(label, "before", edit.insert);
  } else if ("after" in edit) {
    const { text, label } = locate(edit.after);
    text.edit(label, "after", edit.insert);
  } else if ("join" in edit) {
    const { text, label } = locate(edit.join);
    text.join(label);
  } else if ("exchange" in edit) {
    const { text, labels } = pairOf(locate(edit.exchange[0]), locate(edit.exchange[1]));
    text.exchange(...labels);
  } else {
    const { text, labels } = pairOf(locate(edit.swap[0]), locate(edit.swap[1]));
    text.swap(...labels);
  }
}

interface Place {
  readonly text: Text;
  readonly label: string;
}

/** Two steps of one procedure. */
function pairOf(first: Place, second: Place): { text: Text; labels: [string, string] } {
  if (first.text === second.text) return { text: first.text, labels: [first.label, second.label] };
  throw new ModelError({
    seen: `A patch swaps "${first.label}" with "${second.label}" of another procedure.`,
    cause: "two names that were meant to lie in one procedure",
    next: "remove the step from one procedure and insert it into the other",
  });
}

/** Splits "i915_vma_bind:await the pending unbinds" at its first colon. */
function splitStepName(name: string): [procedure: string, label: string] {
  const colon = name.indexOf(":");
  if (colon > 0) return [name.slice(0, colon), name.slice(colon + 1).trim()];
  throw new ModelError({
    seen: `"${name}" names no step.`,
    cause: "the colon between procedure and label is missing",
    next:
      'write it as "procedure:label", for example ' +
      '"i915_vma_unbind_async:reserve two fence slots"',
  });
}

function twin(procedureName: string, { label }: { label: string }): ModelError {
  return new ModelError({
    seen: `A patch gives ${procedureName} a second step labelled "${label}".`,
    cause: "an inserted step that keeps the label of one that is still there",
    next: "give the inserted step another label",
  });
}
