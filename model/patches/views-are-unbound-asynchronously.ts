/** O08: a view has a table of its own, which no reference protects. */
import type { Ref } from "../../checker/refs.ts";
import type { UnbindFenceRef } from "../cells/fence.ts";
import type { Errno } from "../machine/errno.ts";
import type { Patch } from "../machine/patch.ts";
import { follows } from "../machine/procedure.ts";

export const viewsAreUnboundAsynchronously: Patch = {
  id: "views-are-unbound-asynchronously",
  bug: "O08",
  year: 2022,
  title: "Views are unbound asynchronously as well",
  mechanism:
    "The table of the vma resource is not compared with that of the object. The unbind of a view" +
    " drops the table of the view at once, which a bind that is still pending reads.",
  source: "driver.md 6.7 U4; Matthew Auld on v5 of seed 002, mended in v6",
  scenario: "C10-view-move",
  caughtBy: "async-unbinds-read-held-tables",
  depth: 40,
  edits: [
    {
      replace: "__i915_vma_unbind_async:do the pages still match?",
      by: [
        follows<{ vma: Ref<"vmas"> }, UnbindFenceRef | null | Errno>("is it pinned?", (k) => {
          const { node, pins, resource } = k.at(k.local.vma);
          if (node === null) return k.ret(null);
          if (pins.length > 0 || resource === null) return k.ret("-EAGAIN");
        }),
      ],
    },
  ],
};
