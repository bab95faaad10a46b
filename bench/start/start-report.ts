import type { Figures } from '../tables.ts';
import type { Timeline } from './measure-start.ts';
import type { Step } from './steps.ts';

/** Lists the duration and the processor time of each step of each command. */
export function startFigures(timelines: readonly Timeline[]): Figures[] {
  return timelines.map((timeline) => {
    const { command, seconds, steps } = timeline;
    const whole: Step = { title: 'all of it', from: 0, to: seconds };
    const body = [...steps, whole].map((step) => [
      shortened(step.title),
      step.from.toFixed(1),
      (step.to - step.from).toFixed(1),
      processorSeconds(timeline, step).toFixed(1),
    ]);
    return { head: [command, 'from', 'seconds', 'processor'], body };
  });
}

const MOST_LETTERS = 44;

export function shortened(title: string): string {
  return title.length > MOST_LETTERS ? `${title.slice(0, MOST_LETTERS - 1)}…` : title;
}

/** Of all that runs meanwhile: steps side by side have the same. */
function processorSeconds({ busy }: Timeline, step: Step): number {
  return busy.reduce((sum, { from, to, processors }) => {
    const overlap = Math.min(to, step.to) - Math.max(from, step.from);
    return sum + Math.max(0, overlap) * processors;
  }, 0);
}

/** Lists commands whose duration has changed by a tenth or more. */
export function compareStarts(now: readonly Timeline[], before: readonly Timeline[]): string[] {
  return now.flatMap(({ command, seconds }) => {
    const old = before.find((one) => one.command === command);
    if (old === undefined || Math.abs(seconds / old.seconds - 1) <= 0.1) return [];
    return `${command}: ${seconds.toFixed(1)} s, was ${old.seconds.toFixed(1)} s`;
  });
}
