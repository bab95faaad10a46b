import type { Grade, StepGrade, TaskGrade } from '../grade.ts';
import { nextStep } from './next-step.ts';
import { taskOutcome } from './outcome.ts';

/** What a report tells of a task beyond its title. */
export interface OpenSteps {
  /** Steps with something of their own to say. */
  own: StepGrade[];
  /** Steps that have nothing to say but that they wait for another one, by its id. */
  waiting: Group[];
  /** Steps that could not be graded for a reason that another step has given before, by the id of that one. */
  repeating: Group[];
}

interface Group {
  by: string;
  steps: StepGrade[];
}

/**
 * Picks what a learner should read of each task: nothing of what is right, nothing of tasks not begun but the next one,
 * and nothing twice.
 */
export function openSteps(grade: Grade): ReadonlyMap<TaskGrade, OpenSteps> {
  const next = nextStep(grade);
  const nextTask = 'task' in next ? next.task : undefined;
  const said = new Map<string, string>();
  return new Map(
    grade.tasks.map((task) => {
      const isQuiet = task !== nextTask && taskOutcome(task) === 'not-yet' && task.earned === 0;
      return [task, isQuiet ? { own: [], waiting: [], repeating: [] } : pick(task, said)];
    }),
  );
}

/** @param said reasons so far, each with the step that gave it first; grows. */
function pick({ steps }: TaskGrade, said: Map<string, string>): OpenSteps {
  const open = steps.filter(({ verdict }) => verdict !== 'pass');
  const saidAt = new Map(open.map((step) => [step.id, saidBefore(step, said)]));
  return {
    own: open.filter(({ id, blockedBy }) => blockedBy === null && saidAt.get(id) === undefined),
    waiting: group(open, ({ blockedBy }) => blockedBy),
    repeating: group(open, ({ id }) => saidAt.get(id) ?? null),
  };
}

/** A failure always says its own hint, whoever says the same. */
function saidBefore(
  { id, verdict, blockedBy, hint }: StepGrade,
  said: Map<string, string>,
): string | undefined {
  if (verdict === 'fail' || blockedBy !== null || hint === null) return undefined;
  const first = said.get(hint);
  if (first === undefined) said.set(hint, id);
  return first;
}

function group(steps: readonly StepGrade[], by: (step: StepGrade) => string | null): Group[] {
  const groups = Map.groupBy(steps, by);
  return [...groups].flatMap(([key, members]) => (key === null ? [] : [{ by: key, steps: members }]));
}
