/**
 * References from one cell to another are strings such as `"sgts:2"`: they print well, two
 * collections cannot be mixed up, and a renaming of cells is a walk over values.
 */
import { ModelError } from "./model-error.ts";
import { nearestName } from "./nearest-name.ts";

/** A reference to one cell of the collection `Collection`. */
export type Ref<Collection extends string = string> = `${Collection}:${number}`;

/** Whether a value is a reference, going by its form. */
export function isRef(value: unknown): value is Ref {
  return typeof value === "string" && /^\w+:\d+$/.test(value);
}

/** Makes the reference to cell `index` of `collection`. */
export function ref<Collection extends string>(
  collection: Collection,
  index: number,
): Ref<Collection> {
  return `${collection}:${index}`;
}

/** Yields the index that a reference points at. */
export function indexOf(reference: Ref): number {
  return Number(reference.slice(reference.indexOf(":") + 1));
}

/** Yields the name of the collection that a reference points into. */
export function collectionOf<Collection extends string>(reference: Ref<Collection>): Collection {
  return reference.slice(0, reference.indexOf(":")) as Collection;
}

type Cell<State, Collection> = Collection extends keyof State
  ? State[Collection] extends readonly (infer Element)[]
    ? Element
    : never
  : never;

/**
 * Yields the cell that `reference` points at. Throws a ModelError when the collection is unknown or
 * the index lies outside of it.
 */
export function at<State extends object, Collection extends string>(
  state: State,
  reference: Ref<Collection>,
): Cell<State, Collection> {
  if (typeof reference !== "string" || !/:-?\d+$/.test(reference)) {
    throw new ModelError({
      seen: `${JSON.stringify(reference)} is not a reference.`,
      cause: "a reference that is null or was never set, or one that was not made by ref",
      next: 'handle the case, or make it by ref: ref("vmas", 2) is "vmas:2"',
    });
  }
  const name = collectionOf(reference);
  const collection = (state as Record<string, unknown>)[name];
  const index = indexOf(reference);
  if (!Array.isArray(collection)) {
    throw new ModelError({
      seen: `The reference "${reference}" names "${name}", which is not a collection of the state.`,
      cause: "a misspelt collection, or a value that is not a reference",
      next: nearestName(
        name,
        Object.entries(state).flatMap(([key, value]) => (Array.isArray(value) ? key : [])),
      ),
    });
  }
  const count = collection.length;
  if (!Number.isInteger(index) || index < 0 || index >= count) {
    throw new ModelError({
      seen: `The reference "${reference}" lies outside of "${name}", which has ${count} cells.`,
      cause: "a pool that is too small, or an index that was computed",
      next: `use an index from 0 to ${count - 1}, or enlarge "${name}" in the initial state`,
    });
  }
  return collection[index] as Cell<State, Collection>;
}

/** Yields 0, 1, ... count - 1: the usual choices of an action that exists once per cell. */
export function indices(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
