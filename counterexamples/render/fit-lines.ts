/** Fits text into boxes of a picture, which neither wrap nor scroll. */
import { shown } from "./shown.ts";
import { wrap } from "./wrap.ts";

/**
 * Breaks text into lines of `width` columns at most: at spaces, or within a word that is longer.
 * Lines after the first are indented by `hang` columns. What no picture can show is replaced.
 */
export function fitLines(text: string, width: number, hang = 2): string[] {
  return shown(text)
    .split("\n")
    .flatMap((line) =>
      wrap("", line, width, hang)
        .split("\n")
        .flatMap((each) => pieces(each, width, hang)),
    );
}

/** Like `fitLines`, but of text that is longer than some lines of it, the rest is left out. */
export function fitFewLines(text: string, width: number, linesMax = 3): string[] {
  const lines = fitLines(text, width);
  return lines.length <= linesMax ? lines : [...lines.slice(0, linesMax), "  ..."];
}

function pieces(line: string, width: number, hang: number): string[] {
  const found: string[] = [];
  let rest = Array.from(line);
  while (rest.length > width) {
    found.push(rest.slice(0, width).join(""));
    rest = [...Array.from({ length: hang }, () => " "), ...rest.slice(width)];
  }
  return [...found, rest.join("")];
}
