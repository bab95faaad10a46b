/** A line of output, and its time in seconds since the start of the command. */
export interface TimedLine {
  at: number;
  text: string;
}

/** A step of a command. Times are seconds since the start of the command. */
export interface Step {
  title: string;
  from: number;
  to: number;
}

const SHORTEST_GAP = 0.3;
const SHORTEST_STEP = 0.05;
/** Whose steps are shown instead. */
const GROUP = 'Tools';
const WITHOUT_STEPS = 'npm, Node and TypeScript start';

/**
 * Finds the steps in the output of `npm start` without a terminal. `❯ title` begins a step, and `✔ title [3s]` ends it. npm has its
 * own pair of lines. A longer time without output counts as a step too. Steps can run at the same time.
 */
export function stepsOfStart(lines: readonly TimedLine[], seconds: number): Step[] {
  const begun = new Map<string, number>();
  const steps: Step[] = [];
  for (const { at, text } of lines) {
    const title = /^❯ (.*)$/.exec(text)?.[1] ?? (/^Installing (.*) \(/.exec(text) && 'npm packages');
    if (title) begun.set(title, at);
    const ended = /^✔ (.*) \[.*\]$/.exec(text)?.[1] ?? (/^Installed /.exec(text) && 'npm packages');
    const from = ended ? begun.get(ended) : undefined;
    if (ended && from !== undefined) steps.push({ title: ended, from, to: at });
  }
  return withGaps(
    steps.filter(({ title }) => title !== GROUP),
    seconds,
  );
}

/** Finds the steps of `npm run check`, which prints a line to standard error at the start of each step. */
export function stepsOfCheck(lines: readonly TimedLine[], seconds: number): Step[] {
  const told = lines.filter(({ text }) => text !== '');
  const steps = told.map(({ at, text }, index) => ({
    title: text,
    from: at,
    to: told[index + 1]?.at ?? seconds,
  }));
  return withGaps(
    steps.filter(({ from, to }) => to - from > SHORTEST_STEP),
    seconds,
  );
}

function withGaps(steps: readonly Step[], seconds: number): Step[] {
  const sorted = steps.toSorted((one, other) => one.from - other.from);
  const all: Step[] = [];
  let covered = 0;
  for (const step of [...sorted, { title: '', from: seconds, to: seconds }]) {
    if (step.from - covered > SHORTEST_GAP) {
      const title = covered === 0 ? WITHOUT_STEPS : 'in between';
      all.push({ title: step.title === '' ? 'ends' : title, from: covered, to: step.from });
    }
    if (step.title !== '') all.push(step);
    covered = Math.max(covered, step.to);
  }
  return all;
}
