/** How a run ended, in a word or two, with its colour. */
import type { Judgement, Standing } from "../judgement.ts";
import type { Paint, Style } from "../../counterexamples/render/paint.ts";

const STYLES: Readonly<Record<Standing, Style>> = {
  holds: "green",
  finding: "yellow",
  violated: "red",
  incomplete: "yellow",
  "witness missed": "yellow",
  deviates: "red",
};

/**
 * `holds` and `finding` are expected; what needs attention is in capitals, since colours may be
 * off.
 */
export function standingText({ standing }: Judgement): string {
  return standing === "holds" || standing === "finding" ? standing : standing.toUpperCase();
}

/** Paints `text`, which shows `judgement`. */
export function paintStanding(judgement: Judgement, text: string, paint: Paint): string {
  return paint(STYLES[judgement.standing], text);
}
