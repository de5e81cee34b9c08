/** O15: the handle of an address space can be destroyed before it has a reference. */
import { vmGet } from "../cells/vm.ts";
import type { Status } from "../machine/errno.ts";
import type { Patch } from "../machine/patch.ts";
import { step } from "../machine/procedure.ts";
import { putIntoTable, type GetPpgttLocal } from "../procedures/vm-handles.ts";

export const vmHandleIsPublishedFirst: Patch = {
  id: "vm-handle-is-published-first",
  bug: "O15",
  year: 2023,
  title: "A handle of an address space is published before its reference is taken",
  mechanism:
    "The VM of a context is put into the user's table, and its reference is taken afterwards. " +
    "Another thread that guesses the handle destroys it in between, and drops a reference that " +
    "somebody else relies on.",
  source: "driver.md 7.5; fix 41d419382ec7 (CVE-2023-52931), 2023-01",
  scenario: "C5-handles",
  caughtBy: "no-double-free",
  depth: 3,
  edits: [
    {
      replace: "get_ppgtt:take a reference for the handle",
      by: [
        step<GetPpgttLocal, Status>("publish the handle", (k) => {
          if (k.fails("-ENOMEM")) return k.ret("-ENOMEM");
          k.local.handle = putIntoTable(k, k.local.vm);
        }),
      ],
    },
    {
      replace: "get_ppgtt:publish it",
      by: [
        step<GetPpgttLocal, Status>("take its reference", (k) => {
          vmGet(k, k.local.vm, k.got("handle"));
          return k.ret(0);
        }),
      ],
    },
  ],
};
