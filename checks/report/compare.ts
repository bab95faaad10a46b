import type { Grade, StepGrade } from '../grade.ts';
import { type Outcome, stepOutcome } from './outcome.ts';

/** How a step differs between two grades. */
export interface Change {
  id: string;
  title: string;
  /** Null when the step was not graded then. */
  before: Outcome | null;
  after: Outcome | null;
  /** Points won, or lost below zero. */
  gained: number;
  /** What there is to do now; null when nothing. */
  hint: string | null;
}

/** What changed, for each step, in the order of the tasks. A failure for another reason is a change, too. */
export function compareGrades(before: Grade, after: Grade): Change[] {
  const earlier = stepsOf(before);
  const later = stepsOf(after);
  const ids = [...new Set([...later.keys(), ...earlier.keys()])];
  return ids.flatMap((id) => changeOf(earlier.get(id), later.get(id)) ?? []);
}

function stepsOf({ tasks }: Grade): ReadonlyMap<string, StepGrade> {
  return new Map(tasks.flatMap(({ steps }) => steps.map((step) => [step.id, step] as const)));
}

function changeOf(before: StepGrade | undefined, after: StepGrade | undefined): Change | undefined {
  const step = after ?? before;
  if (step === undefined || (before && after && isSame(before, after))) return undefined;
  return {
    id: step.id,
    title: step.title,
    before: before ? stepOutcome(before) : null,
    after: after ? stepOutcome(after) : null,
    gained: (after?.earned ?? 0) - (before?.earned ?? 0),
    hint: after?.hint ?? null,
  };
}

/** The hints of what is pending or could not be looked at hold times and ids, which differ every time. */
function isSame(before: StepGrade, after: StepGrade): boolean {
  const isFailure = after.verdict === 'fail' || after.verdict === 'blocked';
  return (
    stepOutcome(before) === stepOutcome(after) &&
    before.earned === after.earned &&
    (!isFailure || before.hint === after.hint)
  );
}
