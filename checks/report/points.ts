import type { Grade } from '../grade.ts';

/** Formats points with at most two decimals: `2.5`, `10`. */
export function formatPoints(points: number): string {
  return String(Math.round(points * 100) / 100);
}

/** Formats earned points and possible points: `6/10`. */
export function formatEarned({ earned, points }: { earned: number; points: number }): string {
  return `${formatPoints(earned)}/${formatPoints(points)}`;
}

/** The score as phrases: `93 of 100 points`, `bonus 5 of 10`, `7 could not be graded`. */
export function scorePhrases(grade: Grade): string[] {
  const { score, maxScore, bonus, maxBonus } = grade;
  const open = ungradedPoints(grade);
  return [
    ...(maxScore > 0 ? [`${formatPoints(score)} of ${formatPoints(maxScore)} points`] : []),
    ...(maxBonus > 0 ? [`bonus ${formatPoints(bonus)} of ${formatPoints(maxBonus)}`] : []),
    ...(grade.without.length > 0 ? [`without ${removedTasks(grade)}`] : []),
    ...(open > 0 ? [`${formatPoints(open)} could not be graded`] : []),
  ];
}

/** Says in one sentence which tasks were removed from the grade (`--without`); undefined when none was. */
export function removedLine({ without }: Grade): string | undefined {
  if (without.length === 0) return undefined;
  const titles = without.map(({ id, title, points, optional }) => {
    const what = optional ? 'bonus points' : 'points';
    return `task ${id} (${title}, ${formatPoints(points)} ${what})`;
  });
  return `Removed from the points and the maximum: ${titles.join(', ')}.`;
}

function removedTasks({ without }: Grade): string {
  const ids = without.map(({ id }) => id);
  return `${ids.length === 1 ? 'task' : 'tasks'} ${ids.join(', ')}`;
}

/** Required points that could not be earned, because the grader could not read something. */
export function ungradedPoints({ tasks }: Grade): number {
  return tasks
    .filter(({ optional }) => !optional)
    .flatMap(({ steps }) => steps)
    .filter(({ verdict }) => verdict === 'error')
    .reduce((total, { points, earned }) => total + points - earned, 0);
}
