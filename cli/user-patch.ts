/** Looks whether what a user's module exports as a patch has the form of one. */
import { nearestName } from "../checker/nearest-name.ts";
import type { AnyPatch } from "./catalogue.ts";

/** The forms of an edit by the key that each has first, and the key of its steps. */
const FORMS: Readonly<Record<string, string | null>> = {
  remove: null,
  replace: "by",
  before: "insert",
  after: "insert",
  swap: null,
};

/** Yields in a sentence what is wrong with the form of a patch; null: nothing is. */
export function faultOf({ id, edits }: AnyPatch): string | null {
  if (typeof id !== "string" || id.trim() === "") return "its id is no text";
  if (edits.length === 0) return `"${id}" has no edits`;
  for (const [index, edit] of edits.entries()) {
    const fault = faultOfEdit(edit);
    if (fault !== null) return `edit ${index + 1} of "${id}" ${fault}`;
  }
  return null;
}

function faultOfEdit(edit: unknown): string | null {
  if (typeof edit !== "object" || edit === null) return "is no record";
  const forms = Object.keys(FORMS);
  const parts = edit as Readonly<Record<string, unknown>>;
  const named = Object.keys(parts).filter((key) => forms.includes(key));
  const [form] = named;
  if (form === undefined) {
    const [other] = Object.keys(parts);
    return other === undefined
      ? `is empty; ${nearestName("", forms)}`
      : `begins with "${other}"; ${nearestName(other, forms)}`;
  }
  if (named.length > 1) return `has ${named.join(" and ")}; write an edit for each`;
  if (form === "swap") return isPairOfNames(parts["swap"]) ? null : "swaps no pair of steps";
  if (typeof parts[form] !== "string") return `names no step to ${form}; "procedure:label" does`;
  const key = FORMS[form] ?? null;
  return key === null ? null : faultOfSteps(key, parts);
}

function isPairOfNames(value: unknown): boolean {
  return (
    Array.isArray(value) && value.length === 2 && value.every((each) => typeof each === "string")
  );
}

function faultOfSteps(key: string, parts: Readonly<Record<string, unknown>>): string | null {
  const steps = parts[key];
  if (!Array.isArray(steps)) return `has no list of steps as "${key}"`;
  return steps.every(isStep)
    ? null
    : `has something as "${key}" that is no step; step(...) and follows(...) make one`;
}

function isStep(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { label, run } = value as { readonly label?: unknown; readonly run?: unknown };
  return typeof label === "string" && typeof run === "function";
}
