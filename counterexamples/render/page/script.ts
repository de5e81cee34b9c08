/**
 * The page's own script: the text of functions and classes that are checked and tested as the rest
 * of the code is, so that nothing has to be bundled.
 */
import { type statesOf, statesScript } from "../../states.ts";
import { type value, valueScript } from "../value.ts";
import type { PageData } from "./data.ts";
import type { DomWindow } from "./dom.ts";
import { HolderRows } from "./holder-rows.ts";
import { StateTree, type TreeSettings, type Wanted } from "./state-tree.ts";
import { Stepper, type StepperSettings } from "./stepper.ts";

/** What `startPage` needs: in the page, imports have no meaning. */
interface Parts {
  readonly statesOf: typeof statesOf;
  readonly value: typeof value;
  readonly StateTree: new (settings: TreeSettings) => StateTree;
  readonly HolderRows: typeof HolderRows;
  readonly Stepper: new (settings: StepperSettings) => Stepper;
}

/** Brings the page to life. */
function startPage(window: DomWindow, parts: Parts): void {
  const { document } = window;
  const box = document.getElementById("state");
  const text = document.getElementById("trace")?.textContent;
  if (box === null || text == null) return;
  const data = JSON.parse(text) as PageData;
  const states = parts.statesOf(data);
  const hidden = data.hidden === null ? null : new RegExp(...data.hidden);
  const tree = new parts.StateTree({
    document,
    box,
    value: parts.value,
    names: data.names,
    hidden,
  });
  const rows = new parts.HolderRows(document, data, (step) => stepper.choose(step));
  const show = (step: number, wanted: Wanted): void => {
    const now = states[step] ?? {};
    tree.show(now, states[step - 1] ?? now, wanted);
    rows.choose(step);
  };
  const stepper = new parts.Stepper({ window, titles: data.titles, show });
  stepper.start();
}

/** The script. Where tsx runs us, it names functions with a helper that the page lacks. */
export const pageScript: string = [
  "(() => {",
  '"use strict";',
  "const __name = (named) => named;",
  statesScript,
  valueScript,
  ...[StateTree, HolderRows, Stepper, startPage].map(String),
  "startPage(window, { statesOf, value, StateTree, HolderRows, Stepper });",
  "})();",
].join("\n");
