/** Traces that no renderer may stumble over, each odd in one way. */
import type { Trace, TraceStep } from "../../checker/trace.ts";
import { fromNowhere } from "../support/nowhere.ts";

/** A step of a process that changes a counter, but for what is given. */
const step = (parts: Partial<TraceStep>): TraceStep => ({
  action: "run",
  choice: null,
  chosen: [],
  process: "thread 0",
  label: "f: count",
  source: null,
  changes: [{ path: "count", old: 0, new: 1 }],
  reads: [],
  writes: [],
  ...parts,
});

const trace = (parts: Partial<Trace>): Trace => ({
  format: "drmcheck trace",
  version: 3,
  system: "odd",
  ...fromNowhere,
  property: "neverEnds",
  claim: "It goes on",
  initial: { count: 0 },
  steps: [step({})],
  ...parts,
});

/** All printable marks of ASCII, and words that some format takes for its own. */
const marks = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ -> ->> -)x --> $$x^2$$ %%{init: {}}%% &lt; #35;";
const words =
  "end wrap:x style:a#b; classDef:a#b; ``` <br/> \\N \\G \\l </table> --> *a* __b__ 1. x";

/** Words, and names that are nothing else. */
export const hostile: readonly string[] = [
  marks,
  words,
  "end",
  "wrap: x",
  "- a\n- b\n# c",
  "\u0000\u001B[31m\uD800\uFFFF\t",
  "\u202Eé ☃ 😀 漢字",
];

const everywhere = (text: string): Trace =>
  trace({
    system: text,
    property: text,
    claim: text,
    initial: { count: 0, [text]: text, cells: [{ [text]: { tag: text, value: [text] } }] },
    steps: [
      step({ process: text, label: text, source: text, chosen: [text] }),
      step({ process: `other ${text}`, label: null, action: text, choice: text }),
      step({ process: text, changes: [{ path: text, old: text, new: `${text} ${text}` }] }),
    ],
  });

const many = (length: number): readonly number[] => Array.from({ length }, (_, index) => index);

export const oddTraces: readonly (readonly [name: string, trace: Trace])[] = [
  ["no step", trace({ steps: [] })],
  ["one process", trace({})],
  ["no process", trace({ steps: [step({ process: null, label: null, choice: 1 })] })],
  ["steps that change nothing", trace({ steps: [step({ changes: [] }), step({ changes: [] })] })],
  [
    "30 processes",
    trace({ steps: many(60).map((index) => step({ process: `thread ${index % 30}` })) }),
  ],
  [
    "2,000 steps",
    trace({ steps: many(2000).map((index) => step({ process: `thread ${(index >> 4) % 2}` })) }),
  ],
  ["a long word", everywhere("x".repeat(500))],
  ["a long label", everywhere("a few words and ".repeat(60))],
  ...hostile.map((text) => [`the text ${JSON.stringify(text)}`, everywhere(text)] as const),
];
