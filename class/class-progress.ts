import { exitStatus } from '../checks/grade.ts';
import { formatPoints, ungradedPoints } from '../checks/report/points.ts';
import { cleanText } from '../cli/clean-text.mjs';
import { showStep } from '../cli/progress.ts';
import type { LearnerResult } from './result.ts';
import type { RunState } from './run-class.ts';

/** Shows the progress of a class: one live line on a terminal, and a line for each learner elsewhere. */
export async function showClass(
  title: string,
  work: (onChange: (state: RunState) => void) => Promise<void>,
): Promise<void> {
  const tally = newTally();
  if (process.stdout.isTTY) {
    await showStep(title, (say) =>
      work((state) => {
        tally.count(state);
        say(tally.line(state));
      }),
    );
    return;
  }
  await work((state) => {
    tally.count(state);
    const { last, done, total } = state;
    if (last)
      console.error(`[${done}/${total}] ${cleanText(last.learner.id)}: ${shortResult(last.graded.result)}`);
  });
}

/** Counts what has come so far, and estimates the time that is left. */
export function newTally(clock: () => number = () => performance.now()) {
  const startedAt = clock();
  let right = 0;
  let trouble = 0;
  return {
    count({ last }: RunState): void {
      const result = last?.graded.result;
      if (result?.grade && exitStatus(result.grade) === 0) right++;
      if (result && (result.status === 'unreachable' || result.status === 'grader-failed')) trouble++;
    },
    line({ done, total, now }: RunState): string {
      const names = [...now.keys()].slice(0, 3).map(cleanText).join(', ');
      const more = now.size > 3 ? ` and ${now.size - 3} more` : '';
      return [
        `${done} of ${total}`,
        `${right} right`,
        ...(trouble > 0 ? [`${trouble} with trouble`] : []),
        ...(done > 0 && done < total
          ? [`${duration(((clock() - startedAt) / done) * (total - done))} left`]
          : []),
        ...(names === '' ? [] : [`now ${names}${more}`]),
      ].join(' · ');
    },
  };
}

/** Formats milliseconds: `40 s` or `3 min`. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

/** One line about a result: `93 of 100 points`, or why there is none. */
export function shortResult({ status, grade, trouble }: LearnerResult): string {
  if (status === 'not-begun') return 'not begun';
  if (grade) {
    const open = ungradedPoints(grade);
    const partly = open > 0 ? `, ${formatPoints(open)} could not be graded` : '';
    return `${formatPoints(grade.score)} of ${formatPoints(grade.maxScore)} points${partly}`;
  }
  return `${status === 'unreachable' ? 'could not be reached' : 'the grader failed'}. ${trouble ?? ''}`.trim();
}
