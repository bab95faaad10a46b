import type { Grade, StepGrade } from '../grade.ts';
import { type Mutant, type RightWay, USUAL_ADVICE } from './set-up.ts';

/**
 * What the grader says to a set-up, as a text to review: what did not pass, with its hint, and what that blocks. What
 * differs from run to run is replaced.
 */
export function transcribe(setUp: Mutant | RightWay, grade: Grade): string {
  const steps = grade.tasks.flatMap((task) => task.steps);
  const own = steps.filter(({ verdict, blockedBy }) => verdict !== 'pass' && blockedBy === null);
  const lines = [
    'mistake' in setUp ? setUp.mistake : setUp.difference,
    `${grade.score} of ${grade.maxScore}, bonus ${grade.bonus} of ${grade.maxBonus}`,
    ...own.flatMap((step) => [...failure(step), ...blocked(step, steps)]),
    ...grade.advice
      .filter(({ id }) => !USUAL_ADVICE.includes(id))
      .map(({ title, how }) => `advice: ${title}. ${how}`),
  ];
  return `${stable(lines.join('\n'))}\n`;
}

function failure({ id, title, earned, points, verdict, notYet, hint }: StepGrade): string[] {
  return ['', `${id}: ${title} (${notYet ? 'not yet' : verdict}, ${earned} of ${points})`, `  ${hint}`];
}

function blocked({ id }: StepGrade, steps: readonly StepGrade[]): string[] {
  const ids = steps.filter(({ blockedBy }) => blockedBy === id).map((step) => step.id);
  return ids.length === 0 ? [] : [`  blocks ${ids.join(', ')}`];
}

/** The hints in a transcript, by step. */
export function hintsIn(transcript: string): ReadonlyMap<string, string> {
  const matches = transcript.matchAll(/^(\d[a-z0-9.-]*): .*\n {2}(.*)$/gm);
  return new Map([...matches].map(([, id = '', hint = '']) => [id, hint]));
}

/** Accounts, the probe's own names, and what was measured are others in each run. */
function stable(text: string): string {
  return text
    .replace(/\b1000000\d{5}\b/g, '111122223333')
    .replace(/check-[0-9a-f]+(?= ü\+1|%20)/g, 'check-<random>')
    .replace(/(?<=within )\d+ s\b/g, '<n> s')
    .replace(/(?<=used )\d+(?= of \d+ MB)/g, '<n>');
}
