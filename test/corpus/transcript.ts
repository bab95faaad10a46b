import { namesOf } from '../../account/follow/past-names.ts';
import type { Grade, StepGrade } from '../../checks/grade.ts';
import { type Mutant, type RightWay, USUAL_ADVICE } from '../../solve/faults/set-up.ts';

/**
 * Writes down what the grader says about a set-up, for review. It lists each step that did not pass, with its points,
 * its hint and the steps that it blocks, and also unusual advice. Values that differ from run to run are replaced.
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
  return `${stable(lines.join('\n'), grade)}\n`;
}

function failure({ id, title, earned, points, verdict, hint }: StepGrade): string[] {
  return [
    '',
    `${id}: ${title} (${verdict === 'not-yet' ? 'not yet' : verdict}, ${earned} of ${points})`,
    `  ${hint}`,
  ];
}

function blocked({ id }: StepGrade, steps: readonly StepGrade[]): string[] {
  const ids = steps.filter(({ blockedBy }) => blockedBy === id).map((step) => step.id);
  return ids.length === 0 ? [] : [`  blocks ${ids.join(', ')}`];
}

/** Returns the hints of a transcript by step. */
export function hintsIn(transcript: string): ReadonlyMap<string, string> {
  const matches = transcript.matchAll(/^(\d[a-z0-9.-]*): .*\n {2}(.*)$/gm);
  return new Map([...matches].map(([, id = '', hint = '']) => [id, hint]));
}

/**
 * Replaces account ids, measurements, and the names and sizes of the probe's picture, because they differ from run to
 * run.
 */
function stable(text: string, { journey }: Pick<Grade, 'journey'>): string {
  const key = journey?.by === 'probe' ? journey.source.key : undefined;
  const names = key === undefined ? [] : [...namesOf(key), encodeURIComponent(key.replace('ingest/', ''))];
  return (
    names
      .reduce((shown, name) => shown.replaceAll(name, '<picture>.jpg'), text)
      .replace(/\b1000000\d{5}\b/g, '111122223333')
      // A loop goes on while the grader looks, and any of its copies can be the first that it sees.
      .replace(/(?:small-)+(?=<picture>)/g, 'small-')
      .replace(/(?<=left there: ).*(?=\.$)/gm, '<picture>.jpg')
      .replace(/(?<= is |\()\d+ × \d+(?= pixels|\))/g, '<w> × <h>')
      .replace(/(?<=EXIF orientation \()\d(?=\))/g, '<n>')
      .replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '<uuid>')
      .replace(/(?<=within )\d+ s\b/g, '<n> s')
      .replace(/(?<=used )\d+(?= (of \d+ )?MB)/g, '<n>')
  );
}
