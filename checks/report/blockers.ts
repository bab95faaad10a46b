import type { TaskGrade } from '../grade.ts';

/**
 * Returns the steps that a task waits for, such as `2.1.policy and 2.2.policy`.
 * @returns undefined when the first step that is not right waits for nothing.
 */
export function blockersOf({ verdict, blockedBy, steps }: TaskGrade): string | undefined {
  if (blockedBy === null) return undefined;
  const waiting = steps.filter((step) => step.verdict === verdict);
  return [...new Set(waiting.flatMap((step) => step.blockedBy ?? []))].join(' and ');
}
