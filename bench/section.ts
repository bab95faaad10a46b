/** What all measurements of the benchmark have in common. */
export interface Section<Result = unknown> {
  /** As in `--only`, and in the JSON. */
  name: string;
  title: string;
  /** For the page: what is measured, and how. A paragraph or more of Markdown. */
  about: string;
  /** @throws Error when the benchmark is broken: never because it is slow. */
  measure(options: MeasureOptions): Promise<Result>;
  /** For a terminal of 80 columns. */
  terminal(result: Result): string;
  markdown(result: Result): string;
  /** SVGs by file name, without its ending, in the order in which the page shows them. */
  plots(result: Result): Readonly<Record<string, string>>;
  /** What differs from a former result: a line each. */
  compare(now: Result, before: Result): string[];
}

export interface MeasureOptions {
  /** Whether it is only to be seen that the benchmark works. */
  short: boolean;
  /** Says in a line what is being done. */
  say: (line: string) => void;
}
