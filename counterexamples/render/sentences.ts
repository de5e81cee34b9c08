/**
 * An explanation in sentences, as data that a terminal and a page show in their own ways. Each
 * begins with a term: what it tells of.
 */
import { isRef } from "../../checker/refs.ts";
import { deadlockId } from "../../checker/state-checks.ts";
import type { Account, Holding } from "../explain/account.ts";
import { judgedChanges } from "../explain/blame.ts";
import type { Explanation } from "../explain/explain.ts";
import type { Neighbour } from "../explain/neighbour.ts";
import type { Race } from "../explain/order.ts";
import { actorName, nobody, type Actor, type Story } from "./story.ts";
import { faultIn, faultText } from "../explain/fault.ts";
import { value } from "./value.ts";

/** A piece of a sentence: words, a step from 1, or something that the state or the model names. */
export type Piece =
  string | { readonly step: number } | { readonly name: string } | { readonly label: string };

export interface Sentence {
  readonly term: string;
  readonly pieces: readonly Piece[];
}

/** Yields what is wrong, what became of the reference, the race, what passes, and from where on. */
export function sentencesOf(story: Story, explanation: Explanation): Sentence[] {
  const teller = new Teller(story);
  const { accounts, neighbours } = explanation;
  const [nearest] = neighbours;
  return [
    { term: "What goes wrong", pieces: wrong(teller, explanation) },
    ...accounts.map((each) => ({ term: termOf(each), pieces: accountText(teller, each) })),
    { term: "The race", pieces: raceText(teller, explanation) },
    ...(nearest === undefined || nearest.kind === "swap"
      ? []
      : [{ term: "The nearest run that passes", pieces: neighbourText(teller, nearest) }]),
    ...noReturnText(teller, explanation),
  ];
}

/** A sentence as plain words. */
export function plainText(pieces: readonly Piece[]): string {
  return pieces.map(pieceText).join("");
}

function pieceText(piece: Piece): string {
  if (typeof piece === "string") return piece;
  if ("step" in piece) return `step ${piece.step}`;
  return "name" in piece ? piece.name : piece.label;
}

/** Tells of steps: who takes them and what they do the first time, and then the number alone. */
class Teller {
  readonly story: Story;
  readonly #told: Set<number> = new Set();

  constructor(story: Story) {
    this.story = story;
  }

  /** `step 12 (GPU request 1, gpu_request: signal)`, by how it begins, or ends if `part` is -1. */
  step(number: number, part: 0 | -1 = 0): Piece[] {
    const step = this.story.steps[number - 1];
    if (step === undefined || this.#told.has(number)) return [{ step: number }];
    this.#told.add(number);
    const actor = this.story.actors[step.actor];
    const who = actor === undefined || actor.name === nobody ? "" : `${this.name(actor)}, `;
    const whole = step.parts.at(part) ?? "";
    const [procedure = ""] = /^[\w()]+: /.exec(whole) ?? [];
    const phrases = whole.slice(procedure.length).split("; ");
    const isCut = step.parts.length > 1 || phrases.length > 1;
    const phrase = `${procedure}${phrases.at(part) ?? ""}`;
    const dots = isCut && part === 0 ? " ..." : "";
    return [{ step: number }, ` (${who}`, { label: `${phrase}${dots}` }, ")"];
  }

  /** The name of an actor, with its cell if others have the same name. */
  name(actor: Pick<Actor, "name" | "cell">): string {
    const twins = this.story.actors.filter(({ name }) => name === actor.name);
    return twins.length > 1 ? actorName(actor) : actor.name;
  }
}

function wrong(teller: Teller, { judged, isOfRest }: Explanation): Piece[] {
  const { trace, steps } = teller.story;
  if (steps.length === 0) return ["the first state violates it already."];
  const changes = judgedChanges(trace, judged);
  const last = teller.step(steps.length, -1);
  const fault = faultIn(changes);
  if (fault !== null) return ["in ", ...last, `, ${faultText(fault)}.`];
  if (isOfRest) return ["it shows when all has ended, after ", ...last, "."];
  if (trace.property === deadlockId) return ["after ", ...last, ", nobody can go on."];
  const isShown = ({ path }: { readonly path: string }): boolean =>
    changes.some((each) => each.path === path || each.path.startsWith(`${path}[`));
  const shown = (steps.at(-1)?.changes ?? []).filter(isShown).slice(0, 3);
  const told = shown.flatMap(({ path, text }, index): Piece[] => [
    index === 0 ? ", which changes " : ", and ",
    { name: path },
    ` ${text}`,
  ]);
  return ["it shows after ", ...last, ...told, "."];
}

const terms = {
  gone: "The reference",
  unheld: "The put",
  held: "The missing put",
  left: "The missing free",
} as const;

function termOf(account: Account): string {
  if (account.kind === "gone") return account.user === null ? "The free" : terms.gone;
  return account.kind === "unheld" && !account.isPut ? terms.gone : terms[account.kind];
}

function accountText(teller: Teller, account: Account): Piece[] {
  const cell = { name: account.cell };
  switch (account.kind) {
    case "gone": {
      const { step, isFreed, put, pointer } = account;
      // A cell that holds itself, as what stands for "not over yet", is not named twice.
      const owner = put.length === 1 && put[0] === account.cell ? "its own" : null;
      const of = put.length === 1 ? "that of " : "those of ";
      const how: Piece[] =
        put.length === 0
          ? [cell, isFreed ? " is freed in " : " is given up in ", ...teller.step(step)]
          : [
              ...teller.step(step),
              ` takes the last reference${put.length === 1 ? "" : "s"} on `,
              cell,
              " away, ",
              ...(owner === null ? [of, { name: put.join(", ") }] : [owner]),
            ];
      if (pointer !== null) return [...how, "; ", { name: pointer }, " still points there."];
      return [...how, ...useText(teller, account), "."];
    }
    case "unheld": {
      const { holding, isPut } = account;
      const { holder, got, put } = holding;
      const puts = isPut ? ", and puts one more: one put too many." : ".";
      if (got.length === 0) return [{ name: holder }, " never got a reference on ", cell, puts];
      const [a, it] = got.length === 1 ? ["a reference", "it"] : ["references", "them"];
      return [
        { name: holder },
        ` got ${a} on `,
        cell,
        " ",
        ...timesOf(got),
        ` and put ${it} `,
        ...timesOf(put),
        "; it holds none any more",
        puts,
      ];
    }
    case "held":
      return [cell, " is still held by ", ...heldBy(teller, account), "; nobody puts that."];
    case "left": {
      const { unheld, made } = account;
      if (unheld !== null) {
        const since: Piece[] = unheld === 0 ? [] : [" since ", ...teller.step(unheld)];
        return ["nobody holds ", cell, ...since, ", and it is not freed."];
      }
      const from: Piece[] = made === 0 ? [] : [", made in ", ...teller.step(made), ","];
      return [cell, ...from, " is never freed."];
    }
  }
}

/** What the last step has to do with a cell that is gone. */
function useText(teller: Teller, { step, user }: Extract<Account, { kind: "gone" }>): Piece[] {
  const { steps, actors } = teller.story;
  if (step === steps.length) return [", which still uses it afterwards"];
  const actor = actors[steps.at(-1)?.actor ?? -1];
  const who = actor === undefined || actor.name === nobody ? "" : ` (${teller.name(actor)})`;
  const uses: Piece[] = ["; ", { step: steps.length }, `${who} still uses it`];
  if (user === null) return uses;
  const got = user.flatMap((each) => each.got);
  if (got.length === 0) return [...uses, ", and never held a reference of its own"];
  return [...uses, ", whose own it got ", ...timesOf(got), " and put ", ...timesOf(putsOf(user))];
}

const putsOf = (holdings: readonly Holding[]): number[] => holdings.flatMap(({ put }) => put);

/** `in step 4 and step 7`; `never`. */
function timesOf(steps: readonly number[]): Piece[] {
  if (steps.length === 0) return ["never"];
  return steps.flatMap((step, index): Piece[] => [
    index === 0 ? (step === 0 ? "" : "in ") : " and ",
    step === 0 ? "before the start" : { step },
  ]);
}

function heldBy(teller: Teller, { holdings }: Extract<Account, { kind: "held" }>): Piece[] {
  return holdings.slice(0, 3).flatMap(({ holder, got }, index): Piece[] => {
    const last = got.at(-1) ?? 0;
    const actor = teller.story.actors.find(({ cell }) => cell === holder);
    const who = actor === undefined ? "" : ` (${actor.name})`;
    const since: Piece[] = last === 0 ? [" from the start on"] : [" since ", ...teller.step(last)];
    return [index === 0 ? "" : ", ", { name: holder }, who, ...since];
  });
}

function raceText(teller: Teller, { race, races }: Explanation): Piece[] {
  if (race !== null) {
    return [...pairText(teller, race), ". In the other order the run passes."];
  }
  const [only, ...others] = teller.story.actors;
  if (only !== undefined && others.length === 0 && only.name !== nobody) {
    return ["none; ", { name: only.name }, " goes wrong all by itself."];
  }
  const { length } = races;
  if (length === 0) {
    return ["none; no two steps that touch the same could have come in the other order."];
  }
  const which = length === 1 ? "the only two steps" : `${length} pairs of steps`;
  return [`no single swap makes it pass, of ${which} that could have come in the other order.`];
}

function pairText(teller: Teller, { first, second, cells }: Race): Piece[] {
  return [
    ...teller.step(first + 1),
    " against ",
    ...teller.step(second + 1),
    ", over ",
    { name: cells.join(", ") },
  ];
}

type Unswapped = Exclude<Neighbour, { kind: "swap" }>;

function neighbourText(teller: Teller, neighbour: Unswapped): Piece[] {
  const { story } = teller;
  const step = teller.step(neighbour.step + 1);
  if (neighbour.kind === "drop") return [...step, " is never taken."];
  if (neighbour.kind === "choice") {
    const { chosen } = story.trace.steps[neighbour.step] ?? { chosen: [] };
    const instead = neighbour.chosen.map(value).join(", ") || "nothing";
    const text = ` chooses ${instead} instead of ${chosen.map(value).join(", ")}`;
    return [...step, text, ...effectText(story, neighbour), "."];
  }
  if (neighbour.until === null) return [...step, " waits until nobody else can go on."];
  const { action, process, choice } = neighbour.until;
  const cell = isRef(choice) && choice !== process ? choice : null;
  const instance = choice === null ? action : `${action}(${value(choice)})`;
  const name = process === null ? instance : teller.name({ name: process, cell });
  return [...step, " waits until ", { name }, " can go no further."];
}

/** What the step says of its choice, such as the error that was injected. */
function effectText({ steps }: Story, { step, spared }: Chosen): Piece[] {
  const shown = steps[step]?.changes.map(({ path }) => path) ?? [];
  const told = spared.find((each) => typeof each.new === "string" && shown.includes(each.path));
  if (told?.new === undefined) return [];
  return [", which set ", { name: told.path }, ` to ${value(told.new)}`];
}

type Chosen = Extract<Neighbour, { kind: "choice" }>;

function noReturnText(teller: Teller, { noReturn, accounts }: Explanation): Sentence[] {
  const term = "The point of no return";
  if (noReturn === null) return [{ term, pieces: ["not found; the search grew too large."] }];
  if (noReturn === 0) return [{ term, pieces: ["the very start; no run passes at all."] }];
  const freed = accounts.find(
    (each) => each.kind === "gone" && each.isFreed && each.step <= noReturn,
  );
  const luck: Piece[] =
    freed === undefined
      ? []
      : [" (but by luck, if something else takes the place of ", { name: freed.cell }, ")"];
  const pieces: Piece[] = [
    ...teller.step(noReturn),
    "; until then some run still passes, from then on none does",
    ...luck,
    ".",
  ];
  return [{ term, pieces }];
}
