/** The rows of lanes that an explanation goes with: all steps, or those alone that tell the bug. */
import { cellOf } from "../explain/blame.ts";
import type { Explanation } from "../explain/explain.ts";
import type { Story, StoryStep } from "./story.ts";
import type { ChangeLine } from "./changes.ts";
import { faultIn } from "../explain/fault.ts";
import { plainRows, type Row } from "./lanes.ts";

/** A row a step; those that the violation does not come from are greyed out. */
export function slicedRows(story: Story, { slice }: Explanation): Row[] {
  return plainRows(story).map((row) =>
    slice[row.first - 1] === false ? { ...row, source: null, changes: [], isAside: true } : row,
  );
}

/**
 * A row for each step that touches what is to blame, or that the explanation speaks of, with the
 * changes that matter to it; the steps between them in one row, by what runs in them.
 */
export function briefRows(story: Story, explanation: Explanation): Row[] {
  const rows: Row[] = [];
  let between: StoryStep[] = [];
  const flush = (): void => {
    if (between.length > 0) rows.push(folded(between));
    between = [];
  };
  for (const step of story.steps) {
    const isKey = explanation.key[step.number - 1] ?? false;
    if (isKey || between[0]?.actor !== step.actor) flush();
    if (isKey) rows.push(keyRow(step, story, explanation));
    else between.push(step);
  }
  flush();
  return rows;
}

function keyRow(step: StoryStep, story: Story, explanation: Explanation): Row {
  const { number, actor, parts, source } = step;
  const { telling, neighbours } = explanation;
  const spared = neighbours.flatMap((each) =>
    each.kind === "choice" && each.step === number - 1 ? each.spared : [],
  );
  const matters = ({ path }: ChangeLine): boolean => {
    if (telling.includes(cellOf(path))) return true;
    return spared.some((each) => typeof each.new === "string" && each.path === path);
  };
  const isFault = ({ path }: ChangeLine): boolean =>
    faultIn(story.trace.steps[number - 1]?.changes.filter((each) => each.path === path) ?? []) !==
    null;
  // The fault stands above the lanes already.
  const changes = step.changes.filter((each) => matters(each) && !isFault(each));
  return { first: number, last: number, actor, parts, source, changes, isAside: false };
}

/** Steps of one actor in a row, by the names of the procedures, or what else they begin with. */
function folded(steps: readonly StoryStep[]): Row {
  const [first, last] = [steps.at(0) as StoryStep, steps.at(-1) as StoryStep];
  const bare = { first: first.number, last: last.number, actor: first.actor };
  if (steps.length === 1) {
    return { ...bare, parts: first.parts, source: null, changes: [], isAside: true };
  }
  const names = steps.flatMap(({ parts }) => parts.map((part) => part.split(": ")[0] ?? part));
  const parts = [[...new Set(names)].join(", ")];
  return { ...bare, parts, source: null, changes: [], isAside: true };
}
