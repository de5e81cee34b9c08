/**
 * What is in the memory. All of it is ghost state, for specs, and is kept only where a scenario
 * asks for it: the pools are empty elsewhere. A tag stays when a block is freed, as the data does;
 * pages that go back to the system become nobody's. Left out: parts of a piece of memory, but for
 * "mixed", and what files hold while nobody has their pages: what comes back from there counts as
 * fresh.
 */
import { collectionOf, indexOf, ref, type Ref } from "../../checker/refs.ts";
import type { DriverState } from "../state.ts";
import type { Machine } from "../machine/machine.ts";
import { pagesFresh, pagesWritten } from "./page-content.ts";
import type { MemoryRef } from "./sgt.ts";

type Owner = Ref<"objects">;

/**
 * "stale": of whoever had the memory before; "zero": cleared; an object: its data, as its last job
 * left it; "old": as an earlier job left it; "mixed": any mix of its data and zeroes.
 */
export type Tag = "stale" | "zero" | Owner | `${Owner} old` | `${Owner} mixed`;

export interface Content {
  data: Tag;
  /** Of the metadata, CCS, where the scenario has it; else always "zero". */
  metadata: Tag;
}

/** What an object should hold. */
export interface ObjectContent {
  /** A job has written it: it holds more than zeroes. */
  written: boolean;
}

const parts = ["data", "metadata"] as const;

export const tracksContent = ({ objectContents }: DriverState): boolean =>
  objectContents.length > 0;

/** The cell that keeps the tags of a piece of memory. */
const contentOf = (memory: MemoryRef): Ref<"blockContents"> | Ref<"pageContents"> =>
  collectionOf(memory) === "blocks"
    ? ref("blockContents", indexOf(memory))
    : ref("pageContents", indexOf(memory));

/** What is in a piece of memory, where that is tracked. */
export const contentAt = (k: Machine, memory: MemoryRef): Content => k.at(contentOf(memory));

/** The object whose data a tag stands for; null: nobody's, or somebody's who is unknown. */
function ownerOf(tag: Tag): Owner | null {
  return tag.startsWith("objects:") ? (tag.split(" ")[0] as Owner) : null;
}

/** Says whether whoever has `object` may see a tag: it shows nothing of others. */
export const isFit = (tag: Tag, object: Owner): boolean =>
  tag === "zero" || ownerOf(tag) === object;

/** What memory holds of which part has been overwritten. */
function mixOf(before: Tag, after: Tag): Tag {
  if (before === after) return after;
  if (before === "stale" || after === "stale") return "stale";
  const owners = new Set([ownerOf(before), ownerOf(after)].filter((owner) => owner !== null));
  const [owner] = owners;
  return owners.size === 1 && owner !== undefined ? `${owner} mixed` : "stale";
}

/** Fresh pages: cleared by the allocator, or as somebody has left them. */
export function contentFresh(k: Machine, memory: MemoryRef, cleared: boolean): void {
  pagesFresh(k, memory, cleared);
  if (!tracksContent(k.state)) return;
  const cell = k.at(contentOf(memory));
  cell.data = cleared ? "zero" : "stale";
  if (k.at("devices:0").hasMetadata) cell.metadata = cell.data;
}

/** Whoever writes the memory has begun, or has failed: it holds old and new things. */
export function contentMixed(k: Machine, source: MemoryRef | null, destination: MemoryRef): void {
  if (!tracksContent(k.state)) return;
  const cell = k.at(contentOf(destination));
  for (const part of parts) {
    cell[part] = mixOf(cell[part], source === null ? "zero" : k.at(contentOf(source))[part]);
  }
}

/** The memory has been overwritten with what is in the source, or with zeroes. */
export function contentCopied(
  k: Machine,
  source: MemoryRef | null,
  destination: MemoryRef,
  copied: readonly (keyof Content)[] = parts,
): void {
  if (!tracksContent(k.state)) return;
  const cell = k.at(contentOf(destination));
  for (const part of copied) {
    cell[part] = source === null ? "zero" : k.at(contentOf(source))[part];
  }
}

/** A job has written the object's memory: what lies elsewhere is of an earlier version. */
export function contentWritten(k: Machine, object: Owner, memory: MemoryRef): void {
  pagesWritten(k, object, memory);
  if (!tracksContent(k.state)) return;
  k.at(ref("objectContents", indexOf(object))).written = true;
  for (const cell of [...k.state.blockContents, ...k.state.pageContents]) {
    if (cell === null) continue;
    for (const part of parts) if (cell[part] === object) cell[part] = `${object} old`;
  }
  const cell = k.at(contentOf(memory));
  cell.data = object;
  if (k.at("devices:0").hasMetadata) cell.metadata = object;
}
