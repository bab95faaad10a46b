import wrapAnsi from 'wrap-ansi';
import type { Grade, TaskGrade } from '../grade.ts';
import { nextStep } from './next-step.ts';

/** What a learner hears about the progress from one grade to the next. */
export interface ProgressTeller {
  /** Returns what to say after a grade. @param before the grade before it; undefined for the first one. */
  after(before: Grade | undefined, grade: Grade): string[];
}

/**
 * Says which tasks have become right, which one comes next and where it is explained. It celebrates all required points once.
 */
export function progressTeller(): ProgressTeller {
  let hasCelebrated = false;
  return {
    after(before, grade) {
      const finished = before === undefined ? [] : finishedTasks(before, grade);
      const isComplete = grade.maxScore > 0 && grade.score === grade.maxScore;
      const celebrates = isComplete && !hasCelebrated && before !== undefined;
      // A lab that is complete from the beginning gives no reason to celebrate.
      hasCelebrated ||= isComplete;
      return [
        ...(finished.length > 0 ? [afterTasks(finished, grade)] : []),
        ...(celebrates ? [celebration(grade)] : []),
      ];
    },
  };
}

function finishedTasks(before: Grade, { tasks }: Grade): TaskGrade[] {
  const wasRight = new Set(before.tasks.filter(({ verdict }) => verdict === 'pass').map(({ id }) => id));
  return tasks.filter(({ id, verdict }) => verdict === 'pass' && !wasRight.has(id));
}

function afterTasks(finished: readonly TaskGrade[], grade: Grade): string {
  const ids = finished.map(({ id }) => id);
  const right = ids.length === 1 ? `Task ${ids[0]} is right.` : `Tasks ${ids.join(', ')} are right.`;
  const next = nextStep(grade);
  if (!('task' in next)) return right;
  const { id, title, optional } = next.task;
  const bonus = optional ? ' (bonus)' : '';
  return wrapAnsi(`${right} Next: task ${id}${bonus}, ${title}.\nIt is explained in ${next.step.guide}`, 80);
}

function celebration({ score, bonus, maxBonus }: Grade): string {
  const more = bonus < maxBonus ? ' The bonus tasks are still there for you.' : ' With every bonus point.';
  return wrapAnsi(
    `🎉 ${score} points! You have built an event-driven pipeline: S3, SNS, SQS, Lambda, and IAM in between.${more}`,
    80,
  );
}
