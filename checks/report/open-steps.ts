import { type Grade, isFailure, type StepGrade, type TaskGrade } from '../grade.ts';
import { nextStep } from './next-step.ts';

/** What a report says about a task, beyond its title. */
export interface OpenSteps {
  /** Steps with a hint of their own. */
  own: StepGrade[];
  /** Steps that only wait for another step, grouped by its id. */
  waiting: Group[];
  /** Steps that could not be graded for the same reason as an earlier step, grouped by its id. */
  repeating: Group[];
}

interface Group {
  by: string;
  steps: StepGrade[];
}

/**
 * Chooses what a learner should read about each task. Steps that are right are left out, tasks that were not begun are left
 * out except the next one, and nothing is said twice.
 */
export function openSteps(grade: Grade): ReadonlyMap<TaskGrade, OpenSteps> {
  const next = nextStep(grade);
  const nextTask = 'task' in next ? next.task : undefined;
  const said = new Map<string, string>();
  return new Map(
    grade.tasks.map((task) => {
      const isQuiet = task !== nextTask && task.verdict === 'not-yet' && task.earned === 0;
      return [task, isQuiet ? { own: [], waiting: [], repeating: [] } : pick(task, said)];
    }),
  );
}

/** @param said reasons so far, each with the step that gave it first. This function adds to it. */
function pick({ steps }: TaskGrade, said: Map<string, string>): OpenSteps {
  const open = steps.filter(({ verdict }) => verdict !== 'pass');
  const saidAt = new Map(open.map((step) => [step.id, saidBefore(step, said)]));
  return {
    own: open.filter(({ id, blockedBy }) => blockedBy === null && saidAt.get(id) === undefined),
    waiting: group(open, ({ blockedBy }) => blockedBy),
    repeating: group(open, ({ id }) => saidAt.get(id) ?? null),
  };
}

/** A failure always shows its hint, even when another step has the same one. */
function saidBefore(step: StepGrade, said: Map<string, string>): string | undefined {
  const { id, blockedBy, hint } = step;
  if (isFailure(step) || blockedBy !== null || hint === null) return undefined;
  const first = said.get(hint);
  if (first === undefined) said.set(hint, id);
  return first;
}

function group(steps: readonly StepGrade[], by: (step: StepGrade) => string | null): Group[] {
  const groups = Map.groupBy(steps, by);
  return [...groups].flatMap(([key, members]) => (key === null ? [] : [{ by: key, steps: members }]));
}
