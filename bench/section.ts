/** The common parts of all measurements. */
export interface Section<Result = unknown> {
  /** The name in `--only` and in the JSON. */
  name: string;
  title: string;
  /** Markdown for the page that explains what is measured, and how. */
  about: string;
  /** Runs the measurement. @throws Error when the benchmark is broken, but never because it is slow. */
  measure(options: MeasureOptions): Promise<Result>;
  /** Renders the result for a terminal with 80 columns. */
  terminal(result: Result): string;
  markdown(result: Result): string;
  /** SVGs by file name without its suffix, in the order of the page. */
  plots(result: Result): Readonly<Record<string, string>>;
  /** Lists the differences from a former result, one per line. */
  compare(now: Result, before: Result): string[];
}

export interface MeasureOptions {
  /** Whether the run only tests the benchmark itself. */
  short: boolean;
  /** Prints the current step. */
  say: (line: string) => void;
}
