/**
 * The range allocator of an address space: drm_mm (Linux 6.x, drivers/gpu/drm/drm_mm.c). A node
 * covers the page of its vma and the guard pages around it; with colours, a page stays free between
 * neighbours of different ones. Left out: sizes, alignments, and the choice among several holes,
 * which is always the lowest here.
 */
import { indices, type Ref } from "../../checker/refs.ts";
import type { Machine } from "../machine/machine.ts";

/** The pages of a node around `page`. */
function nodePages(page: number, guard: number): number[] {
  return indices(2 * guard + 1).map((offset) => page - guard + offset);
}

/**
 * The vmas that stand in the way of a node around `page`: all in its range, and direct neighbours
 * of another colour. null: the range does not fit into the address space at all.
 */
export function vmasInTheWay(k: Machine, vma: Ref<"vmas">, page: number): Ref<"vmas">[] | null {
  const { vm, guard, colour } = k.at(vma);
  const { nodes, hasColouring } = k.at(vm);
  const pages = nodePages(page, guard);
  if (pages.some((each) => each < 0 || each >= nodes.length)) return null;
  const within = pages.flatMap((each) => nodes[each] ?? []);
  const beside = [page - guard - 1, page + guard + 1]
    .flatMap((each) => nodes[each] ?? [])
    .filter((each) => hasColouring && k.at(each).colour !== colour);
  return [...new Set([...within, ...beside])];
}

/** The lowest page around which a node of `vma` fits; null: there is none. */
export function freePage(k: Machine, vma: Ref<"vmas">): number | null {
  const { nodes } = k.at(k.at(vma).vm);
  const pages = indices(nodes.length);
  return pages.find((page) => vmasInTheWay(k, vma, page)?.length === 0) ?? null;
}

/** Kernel: drm_mm_insert_node_in_range(), drm_mm_reserve_node(). */
export function insertNode(k: Machine, vma: Ref<"vmas">, page: number): void {
  const cell = k.at(vma);
  const { nodes } = k.at(cell.vm);
  for (const each of nodePages(page, cell.guard)) nodes[each] = vma;
  cell.node = page;
}

/** Frees the range that a vma covers. Kernel: drm_mm_remove_node(). */
export function removeNode(k: Machine, vma: Ref<"vmas">): void {
  const cell = k.at(vma);
  if (cell.node === null) return k.fault("double-free", vma, "has no node to remove");
  const { nodes } = k.at(cell.vm);
  for (const page of nodePages(cell.node, cell.guard)) nodes[page] = null;
  cell.node = null;
}
