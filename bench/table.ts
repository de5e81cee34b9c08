/** Prints the rows of a benchmark as a table. */

export interface Row {
  readonly name: string;
  readonly outcome: string;
  readonly states: number;
  readonly transitions: number;
  readonly seconds: number;
  readonly transitionsPerSecond: number;
  readonly bytesPerState: number;
  /** Calls of recipes and predicates. */
  readonly evaluations: number;
  /** What the naive explorer took for the same; null when it was not asked. */
  readonly naiveSeconds: number | null;
}

const count = (value: number): string => Math.round(value).toLocaleString("en-US");

const columns: readonly { readonly title: string; readonly show: (row: Row) => string }[] = [
  { title: "system", show: (row) => row.name },
  { title: "states", show: (row) => count(row.states) },
  { title: "transitions", show: (row) => count(row.transitions) },
  { title: "seconds", show: (row) => row.seconds.toFixed(3) },
  { title: "transitions/s", show: (row) => count(row.transitionsPerSecond) },
  { title: "bytes/state", show: (row) => row.bytesPerState.toFixed(1) },
  { title: "evaluations", show: (row) => count(row.evaluations) },
  { title: "naive s", show: (row) => row.naiveSeconds?.toFixed(1) ?? "-" },
  {
    title: "times faster",
    show: ({ naiveSeconds, seconds }) =>
      naiveSeconds === null ? "-" : (naiveSeconds / seconds).toFixed(0),
  },
];

export function printTable(rows: readonly Row[]): void {
  const lines = [
    columns.map(({ title }) => title),
    ...rows.map((row) => columns.map(({ show }) => show(row))),
  ];
  const widths = columns.map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  for (const line of lines) {
    const cells = line.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    console.log(cells.join("  "));
  }
}
