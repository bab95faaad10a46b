import type { Grade } from '../grade.ts';

/** `2.5`, `10`: at most two digits after the point. */
export function formatPoints(points: number): string {
  return String(Math.round(points * 100) / 100);
}

/** `6/10` */
export function formatEarned({ earned, points }: { earned: number; points: number }): string {
  return `${formatPoints(earned)}/${formatPoints(points)}`;
}

/** `93 of 100 points` with what else there is to know of them, each part a phrase of its own. */
export function scorePhrases(grade: Grade): string[] {
  const { score, maxScore, bonus, maxBonus } = grade;
  const open = ungradedPoints(grade);
  return [
    ...(maxScore > 0 ? [`${formatPoints(score)} of ${formatPoints(maxScore)} points`] : []),
    ...(maxBonus > 0 ? [`bonus ${formatPoints(bonus)} of ${formatPoints(maxBonus)}`] : []),
    ...(open > 0 ? [`${formatPoints(open)} could not be graded`] : []),
  ];
}

/** Points that nobody could earn, because the grader could not look: required ones only. */
export function ungradedPoints({ tasks }: Grade): number {
  return tasks
    .filter(({ optional }) => !optional)
    .flatMap(({ steps }) => steps)
    .filter(({ verdict }) => verdict === 'error')
    .reduce((total, { points, earned }) => total + points - earned, 0);
}
