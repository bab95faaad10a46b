import type { StepGrade, TaskGrade, Verdict } from '../grade.ts';

/** The mark and the word of each verdict, the same in all reports. No two verdicts share a mark. */
export const verdicts = {
  pass: { mark: '✓', word: 'right' },
  fail: { mark: '✗', word: 'wrong' },
  'not-yet': { mark: '○', word: 'not yet' },
  blocked: { mark: '◌', word: 'waits for another step' },
  pending: { mark: '…', word: 'not known yet' },
  error: { mark: '!', word: 'could not be graded' },
  skipped: { mark: '–', word: 'skipped' },
} as const satisfies Record<Verdict, { mark: string; word: string }>;

/** The part of a step's id after the id of its task: `policy` in `2.1.policy`. */
export function shortId(step: Pick<StepGrade, 'id'>, task: Pick<TaskGrade, 'id'>): string {
  return step.id.startsWith(`${task.id}.`) ? step.id.slice(task.id.length + 1) : step.id;
}
