import type { Grade } from '../checks/grade.ts';
import { mutants } from './faults/mutants.ts';
import { rename } from './faults/rename.ts';
import { type Mutant, taskOf } from './faults/set-up.ts';
import type { BuiltLab } from './labs/hand-built-lab.ts';
import { tasksFor } from './task-order.ts';

/** A mistake that can be made in a lab that already exists. */
export type Fault = Mutant & Required<Pick<Mutant, 'apply'>>;

/** Every mutant, except the labs that are only unfinished: nothing in them is broken. */
export const FAULTS: readonly Fault[] = mutants.flatMap(({ apply, names, ...mutant }) => {
  const change = names === undefined ? apply : (lab: BuiltLab) => rename(lab, names);
  return change === undefined ? [] : { ...mutant, apply: change };
});

/** Returns the faults that a lab can get: everything that the fault spoils, and everything before it, is right. */
export function applicableFaults(grade: Grade, last: string | undefined): Fault[] {
  const right = new Set(grade.tasks.filter(({ verdict }) => verdict === 'pass').map(({ id }) => id));
  return FAULTS.filter(
    ({ name, fails }) =>
      name !== last && fails.map(taskOf).every((task) => tasksFor(task).every((id) => right.has(id))),
  );
}

/** Whether the steps that the fault spoils are right. */
export function isRepaired({ fails }: Fault, grade: Grade): boolean {
  const steps = grade.tasks.flatMap(({ steps }) => steps);
  return fails.every((id) => steps.find((step) => step.id === id)?.verdict === 'pass');
}

/**
 * Puts the faults in a random order, which is the same for the same seed.
 * @param seed a whole number.
 */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  const order = [...items];
  for (let last = order.length - 1, state = seed >>> 0; last > 0; last--) {
    // A linear congruential generator (Numerical Recipes). Its high bits are the random ones.
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const other = Math.floor((state / 2 ** 32) * (last + 1));
    [order[last], order[other]] = [order[other] as T, order[last] as T];
  }
  return order;
}

/** Returns the hints, which reveal a little more each time. None names the mistake itself, which only `--give-up` shows. */
export function hintsOf({ fails }: Fault, grade: Grade): string[] {
  const tasks = [...new Set(fails.map(taskOf))];
  const titles = grade.tasks
    .filter(({ id }) => tasks.includes(id))
    .map(({ id, title }) => `${id} (${title})`);
  const steps = grade.tasks.flatMap(({ steps }) => steps).filter(({ id }) => fails.includes(id));
  const numbers = [...new Set(tasks.map((id) => id.split('.')[0]))];
  return [
    `Look at ${numbers.length === 1 ? 'task' : 'tasks'} ${numbers.join(' and ')}.`,
    `The fault is in ${titles.join(' and ')}.`,
    `This is no longer right: ${steps.map(({ id, title }) => `${id}, ${title}`).join('; ')}.`,
    `The grader says: ${steps.map(({ hint }) => hint).find((hint) => hint) ?? 'nothing'}`,
  ];
}
