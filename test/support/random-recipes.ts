/**
 * Recipes as data: small programs over the leaves of a state, which fast-check can make up and
 * shrink. They run on plain values as well as on the engine's views.
 */
import type { Json } from "../../checker/json.ts";
import type { Kit } from "../../checker/system.ts";

/** A leaf: `state[slot]`, `state[slot][cell]`, and of that maybe a field. */
export interface Place {
  readonly slot: string;
  readonly cell: number | null;
  readonly field: string | null;
}

export type Condition =
  | { readonly kind: "is"; readonly place: Place; readonly value: number }
  | { readonly kind: "below"; readonly place: Place; readonly other: Place }
  | { readonly kind: "not"; readonly inner: Condition }
  | { readonly kind: "all" | "any"; readonly inner: readonly Condition[] }
  /** Reads every cell there is. */
  | { readonly kind: "sum"; readonly modulus: number; readonly value: number };

export type Edit =
  | { readonly kind: "set"; readonly place: Place; readonly value: number }
  | { readonly kind: "add"; readonly place: Place; readonly by: number }
  | { readonly kind: "copy"; readonly place: Place; readonly from: Place }
  /** Two places of one shape share a value for a moment, and then one of them is edited. */
  | { readonly kind: "alias"; readonly slot: string; readonly from: number; readonly to: number }
  | { readonly kind: "swap"; readonly slot: string; readonly from: number; readonly to: number }
  | { readonly kind: "choose"; readonly place: Place; readonly values: readonly number[] }
  | { readonly kind: "when"; readonly condition: Condition; readonly edits: readonly Edit[] }
  | { readonly kind: "give up"; readonly condition: Condition }
  | { readonly kind: "label"; readonly text: string };

/** Values of leaves stay below this. */
export const valuesMax = 3;

type Tree = Record<string | number, unknown>;

/** `shift` is the action's choice, by which cells of collections are shifted. */
function holder(state: object, place: Place, shift: number): [Tree, string | number] {
  let at = state as Tree;
  let key: string | number = place.slot;
  if (place.cell !== null) {
    at = at[key] as Tree;
    key = (place.cell + shift) % (at as unknown as unknown[]).length;
  }
  return place.field === null ? [at, key] : [at[key] as Tree, place.field];
}
export function get(state: object, place: Place, shift: number): number {
  const [at, key] = holder(state, place, shift);
  return at[key] as number;
}
function set(state: object, place: Place, shift: number, value: number): void {
  const [at, key] = holder(state, place, shift);
  at[key] = value;
}

export function test(state: object, condition: Condition, shift: number): boolean {
  switch (condition.kind) {
    case "is":
      return get(state, condition.place, shift) === condition.value;
    case "below":
      return get(state, condition.place, shift) < get(state, condition.other, shift);
    case "not":
      return !test(state, condition.inner, shift);
    case "all":
      return condition.inner.every((each) => test(state, each, shift));
    case "any":
      return condition.inner.some((each) => test(state, each, shift));
    case "sum":
      return sumOf(state as Json) % condition.modulus === condition.value;
  }
}

export function edit(state: object, edits: readonly Edit[], shift: number, kit: Kit): void {
  for (const each of edits) {
    switch (each.kind) {
      case "set":
        set(state, each.place, shift, each.value);
        break;
      case "add":
        set(state, each.place, shift, (get(state, each.place, shift) + each.by) % valuesMax);
        break;
      case "copy":
        set(state, each.place, shift, get(state, each.from, shift));
        break;
      case "alias":
        move(state as Tree, each, shift);
        break;
      case "swap":
        swap(state as Tree, each, shift);
        break;
      case "choose":
        set(state, each.place, shift, kit.choose(each.values));
        break;
      case "when":
        if (test(state, each.condition, shift)) edit(state, each.edits, shift, kit);
        break;
      case "give up":
        if (test(state, each.condition, shift)) kit.disabled();
        break;
      case "label":
        kit.label(each.text);
        break;
    }
  }
}

interface Pair {
  readonly slot: string;
  readonly from: number;
  readonly to: number;
}

function move(state: Tree, { slot, from, to }: Pair, shift: number): void {
  const cells = state[slot] as unknown[];
  const target = (to + shift) % cells.length;
  cells[target] = cells[(from + shift) % cells.length];
  const moved = cells[target];
  if (typeof moved !== "object" || moved === null) return;
  const record = moved as Record<string, number>;
  for (const field of Object.keys(record)) {
    if (typeof record[field] === "number") record[field] = (record[field] + 1) % valuesMax;
  }
}

function swap(state: Tree, { slot, from, to }: Pair, shift: number): void {
  const cells = state[slot] as unknown[];
  const one = (from + shift) % cells.length;
  const other = (to + shift) % cells.length;
  [cells[one], cells[other]] = [cells[other], cells[one]];
}

function sumOf(value: Json): number {
  if (typeof value === "number") return value;
  if (typeof value !== "object" || value === null) return 0;
  return Object.values(value).reduce<number>((sum, inner) => sum + sumOf(inner as Json), 0);
}
