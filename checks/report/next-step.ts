import type { Grade, StepGrade, TaskGrade } from '../grade.ts';

/** What to look at next. */
export type NextStep =
  | { kind: 'fix' | 'look' | 'wait' | 'first' | 'bonus'; task: TaskGrade; step: StepGrade }
  /** `skipped`: steps that were not graded, as asked for. */
  | { kind: 'done'; skipped: number };

/**
 * The first step that is to blame itself: required ones before the bonus, and what failed or is not begun before what
 * the grader could not look at, and that before what needs no more than time.
 */
export function nextStep({ tasks }: Grade): NextStep {
  const all = tasks.flatMap((task) => task.steps.map((step) => ({ task, step })));
  const required = all.filter(({ task }) => !task.optional);
  const own = required.filter(({ step }) => step.blockedBy === null);
  const fix = own.find(({ step }) => step.verdict === 'fail');
  if (fix) return { kind: 'fix', ...fix };
  const look = own.find(({ step }) => step.verdict === 'error');
  if (look) return { kind: 'look', ...look };
  const wait = own.find(({ step }) => step.verdict === 'pending');
  if (wait) return { kind: 'wait', ...wait };
  // What it waits for was not asked for, and so is not in this grade.
  const first = required.find(({ step }) => step.blockedBy !== null);
  if (first) return { kind: 'first', ...first };
  const bonus = all.find(({ step }) => step.verdict !== 'pass' && step.verdict !== 'skipped');
  if (bonus) return { kind: 'bonus', ...bonus };
  return { kind: 'done', skipped: all.filter(({ step }) => step.verdict === 'skipped').length };
}

/** The heading under which a report shows it. */
export function nextHeading(next: NextStep): string {
  switch (next.kind) {
    case 'fix':
      return 'Look at this next';
    case 'look':
      return 'The grader could not look';
    case 'wait':
      return 'Wait a little, and grade again';
    case 'first':
      return 'Another step comes first';
    case 'bonus':
      return 'All required tasks are right. For the bonus';
    case 'done':
      return next.skipped === 0
        ? 'Everything is right. Well done!'
        : `All that was graded is right; ${next.skipped === 1 ? 'one step was' : `${next.skipped} steps were`} skipped.`;
  }
}
