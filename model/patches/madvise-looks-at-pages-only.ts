/** O26: madvise forgets objects of TTM that are on a list without GEM pages. */
import { shrinkListFor } from "../cells/shrink-list.ts";
import type { Status } from "../machine/errno.ts";
import type { Patch } from "../machine/patch.ts";
import { step } from "../machine/procedure.ts";
import type { MadviseLocal } from "../procedures/madvise.ts";

export const madviseLooksAtPagesOnly: Patch = {
  id: "madvise-looks-at-pages-only",
  bug: "O26",
  year: 2021,
  title: "madvise moves only objects that have GEM pages",
  mechanism:
    "An object of TTM is on a list of the shrinker as long as its tt is populated, but madvise " +
    "looks for GEM pages. Without them, and if the truncation fails, it is on the wrong list.",
  source: "driver.md 5 B14; drm/i915: self-managed shrink lists of TTM objects, November 2021",
  scenario: "C9-madvise-signal",
  caughtBy: "shrinker-lists-are-right",
  depth: 24,
  edits: [
    {
      replace: "i915_gem_madvise_ioctl:move it to the list where it belongs now",
      by: [
        step<MadviseLocal, Status>("move it to the list where it belongs now", (k) => {
          const object = k.at(k.local.object);
          if (object.pages === null || object.shrinkList === null) return;
          object.shrinkList = shrinkListFor(k, k.local.object);
        }),
      ],
    },
  ],
};
