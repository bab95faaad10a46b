import type { StepGrade, TaskGrade, Verdict } from '../grade.ts';

/** A verdict as learners read it: what is not begun is told apart from what is wrong. */
export type Outcome = Verdict | 'not-yet';

/** One sign and one word for each outcome, the same in all reports. */
export const outcomes = {
  pass: { mark: '✓', word: 'right' },
  fail: { mark: '✗', word: 'wrong' },
  'not-yet': { mark: '○', word: 'not yet' },
  blocked: { mark: '◌', word: 'waits for another step' },
  pending: { mark: '◌', word: 'not known yet' },
  error: { mark: '!', word: 'could not be graded' },
  skipped: { mark: '–', word: 'skipped' },
} as const satisfies Record<Outcome, { mark: string; word: string }>;

export function stepOutcome({ verdict, notYet }: Pick<StepGrade, 'verdict' | 'notYet'>): Outcome {
  return verdict === 'fail' && notYet ? 'not-yet' : verdict;
}

export function taskOutcome({ verdict, steps }: TaskGrade): Outcome {
  const failed = steps.filter((step) => step.verdict === 'fail');
  return verdict === 'fail' && failed.every(({ notYet }) => notYet) ? 'not-yet' : verdict;
}

/** The part of a step's id after its task's: `policy` of `2.1.policy`. */
export function shortId(step: Pick<StepGrade, 'id'>, task: Pick<TaskGrade, 'id'>): string {
  return step.id.startsWith(`${task.id}.`) ? step.id.slice(task.id.length + 1) : step.id;
}
