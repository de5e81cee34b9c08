/** O02: a bind of more bits frees the resource that it does not need. */
import { kfree } from "../cells/vma-resource.ts";
import type { Status } from "../machine/errno.ts";
import type { Patch } from "../machine/patch.ts";
import { follows } from "../machine/procedure.ts";
import type { BindLocal } from "../procedures/vma-bind.ts";

export const spareResourceGoesToKfree: Patch = {
  id: "spare-resource-goes-to-kfree",
  bug: "O02",
  year: 2022,
  title: "A spare vma resource is freed by kfree()",
  mechanism:
    "A vma that is bound already is bound with one bit more, so that the new resource is spare. " +
    "It goes back with kfree(), though resources come from a slab of their own.",
  source:
    "seed 002, review by Robert Beckett, 2022-01-17; drm/i915: Fix vma resource freeing, " +
    "2022-01-19",
  scenario: "C10-rebind",
  caughtBy: "memory-returns-to-its-allocator",
  depth: 39,
  edits: [
    {
      before: "i915_vma_bind:free the spare resource",
      insert: [
        follows<BindLocal, Status>("give the spare resource to kfree()", (k) => {
          kfree(k, k.local.spare ?? null);
        }),
      ],
    },
  ],
};
