import { ungradedPoints } from '../checks/report/points.ts';
import type { Results } from './choose-learners.ts';
import { findFlags } from './flags.ts';
import type { Learner } from './learner.ts';
import type { JudgedResult, LearnerResult } from './result.ts';

export interface Rules {
  counts: 'best' | 'last';
  /** For learners without a deadline of their own: ISO 8601. */
  deadline?: string | undefined;
  byHand: boolean;
}

/** Chooses the result of each learner that counts, and compares the learners. Learners without any result are left out. */
export function judge(learners: readonly Learner[], results: Results, rules: Rules): JudgedResult[] {
  const counting = learners.flatMap((learner) => {
    const deadline = learner.deadline ?? rules.deadline;
    const result = countingResult(results(learner), rules.counts, deadline);
    return result ? [{ learner, result, late: isLate(result, deadline) }] : [];
  });
  const suspects = counting.map(({ learner: { id, name, email }, result }) => ({ id, name, email, result }));
  const flags = findFlags(suspects, rules);
  return counting.map(({ learner, result, late }, index) => ({
    ...result,
    ...{ name: learner.name, email: learner.email, late, flags: flags[index] ?? [] },
    ungraded: result.grade ? ungradedPoints(result.grade) : 0,
  }));
}

/**
 * The best or the last grade counts. Grades of work before the deadline come first. An error never replaces a grade.
 * @returns undefined when there is no result.
 */
export function countingResult(
  results: readonly LearnerResult[],
  counts: Rules['counts'],
  deadline?: string,
): LearnerResult | undefined {
  const graded = results.filter(({ grade }) => grade !== null);
  const inTime = graded.filter((result) => !isLate(result, deadline));
  const candidates = inTime.length > 0 ? inTime : graded;
  if (candidates.length === 0 || counts === 'last') return candidates.at(-1) ?? results.at(-1);
  return candidates.toSorted((one, other) => points(other) - points(one))[0];
}

function points({ grade }: LearnerResult): number {
  return grade === null ? 0 : grade.score + grade.bonus / 1000;
}

/**
 * Whether the lab was graded after the deadline and AWS reports a change after it. Where AWS reports no time at all, the time of
 * the grading decides.
 */
export function isLate({ gradedAt, changedAt, grade }: LearnerResult, deadline?: string): boolean {
  if (deadline === undefined || grade === null) return false;
  return gradedAt > deadline && (changedAt ?? gradedAt) > deadline;
}
