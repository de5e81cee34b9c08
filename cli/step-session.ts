/** An interactive walk: it shows where everybody stands and what is enabled, and takes words. */
import { check } from "../checker/check.ts";
import { changesOf, stepName, PlainRun, type State } from "../counterexamples/plain-run.ts";
import { changeLines } from "../counterexamples/render/changes.ts";
import { painter, type Paint } from "../counterexamples/render/paint.ts";
import { value } from "../counterexamples/render/value.ts";
import { wrap } from "../counterexamples/render/wrap.ts";
import { traceText } from "../counterexamples/trace-file.ts";
import { Walk } from "../counterexamples/walk.ts";
import type { Trace } from "../checker/trace.ts";
import type { Run } from "./plan.ts";
import { counted } from "./render/numbers.ts";
import { headOf } from "./saved-traces.ts";
import type { Terminal } from "./terminal.ts";
import { standingsIn } from "./standing.ts";
import { UsageError } from "./usage-error.ts";
import { writeText } from "./written-files.ts";

const help = [
  "  3          take step 3 of those that are enabled",
  "  Enter      take the next step of the trace, if there is one, or the only one enabled",
  "  b, b 5     go back by one step, or by five",
  "  j          jump to the end of the trace; without one, go on until a property is violated",
  "             or several steps are enabled",
  "  v          search for the nearest violation from here, and go there",
  "  p          show where each process stands, and what names it",
  "  s, s vmas  show the state, or a part of it",
  "  w FILE     write the walk so far as a trace",
  "  q          quit",
];

/** A search from the middle of a walk ends with one of these. */
const searchBounds = { statesMax: 1_000_000, elapsedMsMax: 60_000, verifyPurity: false } as const;

export interface SessionParts {
  readonly run: Run;
  /** The trace that is walked along; null: none. */
  readonly trace: Trace | null;
  readonly terminal: Terminal;
  readonly print: (text: string) => void;
}

/** One walk. `answer` takes what was typed; false: it is over. */
export class StepSession {
  readonly #run: Run;
  readonly #trace: Trace | null;
  readonly #width: number;
  readonly #paint: Paint;
  readonly #print: (text: string) => void;
  readonly #plain: PlainRun;
  readonly #walk: Walk;

  constructor({ run, trace, terminal, print }: SessionParts) {
    this.#run = run;
    this.#trace = trace;
    this.#width = terminal.width;
    this.#paint = painter(terminal.colours);
    this.#print = print;
    this.#plain = new PlainRun(run.system);
    this.#walk = new Walk(run.system, (trace?.initial as State | undefined) ?? undefined);
    print(`${this.#paint("bold", run.system.name)}; ? for help`);
    this.#show();
  }

  /** What to show before an answer is typed. */
  get prompt(): string {
    return `${this.#walk.steps.length}> `;
  }

  async answer(line: string): Promise<boolean> {
    const [word = "", ...rest] = line.trim().split(/\s+/);
    const argument = rest.join(" ");
    if (word === "q") return false;
    if (word === "?") this.#print(help.join("\n"));
    else if (word === "v") await this.#search();
    else if (word === "p") this.#showProcesses();
    else if (word === "s") this.#showState(argument);
    else if (word === "w") this.#write(argument);
    else if (word === "b") this.#back(argument);
    else if (word === "j") this.#jump();
    else if (word === "") this.#next();
    else if (/^\d+$/.test(word)) this.#take(Number(word));
    else this.#print(`"${word}" is no word here; ? for help`);
    return true;
  }

  #take(number: number): void {
    const enabled = this.#walk.enabled();
    const step = enabled[number - 1];
    if (step === undefined) {
      this.#print(`there is no step ${number}; ${counted(enabled.length, "step")} can be taken`);
      return;
    }
    this.#go(() => this.#walk.take(step));
  }

  /** The next step of the trace while the walk is on it, or else the only one there is. */
  #next(): void {
    const planned = this.#planned();
    const enabled = this.#walk.enabled();
    const step = planned ?? (enabled.length === 1 ? enabled[0] : undefined);
    if (step === undefined) this.#print("several steps can be taken: name one by its number");
    else this.#go(() => this.#walk.take(step));
  }

  /** The step that the trace takes here; null: the walk has left it, or it is at its end. */
  #planned(): Trace["steps"][number] | null {
    const { steps } = this.#walk;
    const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
    const isOn = steps.every((step, index) => {
      const planned = this.#trace?.steps[index];
      return same(planned?.choice, step.choice) && same(planned?.chosen, step.chosen);
    });
    return (isOn ? this.#trace?.steps[steps.length] : undefined) ?? null;
  }

  #jump(): void {
    this.#go(() => {
      for (let count = 0; count < 10_000; count++) {
        const planned = this.#planned();
        const enabled = this.#walk.enabled();
        const step = planned ?? (enabled.length === 1 ? enabled[0] : undefined);
        if (step === undefined || !this.#walk.take(step)) return;
        if (this.#walk.violated().length > 0) return;
      }
    });
  }

  async #search(): Promise<void> {
    const { system, judged } = this.#run;
    const { outcome, states, violations } = await check(
      { ...system, initials: [this.#walk.state] },
      { ...searchBounds, ...(judged !== null && { properties: judged }) },
    );
    const [violation] = violations;
    if (violation === undefined) {
      const where =
        outcome === "holds" ? "from here on" : `in the ${states} states that are nearest`;
      this.#print(`nothing is violated ${where}`);
      return;
    }
    this.#go(() => {
      for (const step of violation.trace.steps) this.#walk.take(step);
    });
  }

  #back(argument: string): void {
    if (!/^\d*$/.test(argument)) this.#print('"b" takes a number of steps');
    else this.#go(() => this.#walk.back(argument === "" ? 1 : Number(argument)));
  }

  #write(path: string): void {
    if (path === "") {
      this.#print('"w" takes the name of a file');
      return;
    }
    const [property = "", ...others] = this.#walk.violated();
    try {
      writeText(path, traceText(this.#walk.trace(headOf(this.#run, property))));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      this.#print(error.message);
      return;
    }
    const what = property === "" ? "nothing is violated at its end" : `to ${property}`;
    const more = others.length === 0 ? "" : `, and to ${others.join(", ")}`;
    this.#print(`wrote ${path}: ${counted(this.#walk.steps.length, "step")}, ${what}${more}`);
  }

  /** Does something to the walk, and shows what has changed. */
  #go(move: () => void): void {
    const before = this.#walk.state;
    move();
    const lines = changeLines(
      changesOf(before, this.#walk.state).filter(({ path }) => this.#isShown(path)),
    );
    for (const { path, text } of lines) {
      this.#print(wrap(`    ${this.#paint("cyan", path)}  `, text, this.#width, 8));
    }
    this.#show();
  }

  #isShown(path: string): boolean {
    return this.#run.frames?.test(path) !== true;
  }

  /** Who did what last, what is violated, and what is enabled. */
  #show(): void {
    const last = this.#walk.steps.at(-1);
    if (last !== undefined) {
      const text = stepName(this.#plain, last);
      this.#print(wrap(`${String(this.#walk.steps.length).padStart(3)}  `, text, this.#width));
    }
    for (const id of this.#walk.violated()) this.#print(this.#paint("red", `${id} is violated`));
    const enabled = this.#walk.enabled();
    if (enabled.length === 0) this.#print("no step is enabled");
    for (const [index, step] of enabled.entries()) {
      const picks =
        step.chosen.length === 0 ? "" : `, choosing ${step.chosen.map(value).join(", ")}`;
      const text = `${stepName(this.#plain, step)}${picks}`;
      this.#print(wrap(`  ${String(index + 1).padStart(3)}) `, text, this.#width));
    }
  }

  #showProcesses(): void {
    const all = standingsIn(this.#plain, this.#walk.state);
    if (all.length === 0) this.#print("no process is there");
    for (const { name, cell, at, namedIn } of all) {
      const who = this.#paint("bold", name) + (cell === null || cell === name ? "" : ` (${cell})`);
      this.#print(`  ${who}`);
      if (at !== null) this.#print(wrap("    at  ", at, this.#width, 8));
      if (namedIn.length > 0) this.#print(wrap("    in  ", namedIn.join(", "), this.#width, 8));
    }
  }

  #showState(name: string): void {
    const entries = Object.entries(this.#walk.state).filter(([key]) => name === "" || key === name);
    if (entries.length === 0) {
      this.#print(`the state has no "${name}"; it has ${Object.keys(this.#walk.state).join(", ")}`);
    }
    for (const [key, part] of entries) {
      const cells = Array.isArray(part)
        ? part.flatMap((each, index) =>
            each === null ? [] : [[`${key}[${index}]`, each] as const],
          )
        : [[key, part] as const];
      for (const [path, each] of cells)
        this.#print(wrap(`  ${path}  `, value(each), this.#width, 6));
    }
  }
}
