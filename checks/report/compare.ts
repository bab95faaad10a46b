import { type Grade, isFailure, type StepGrade, type Verdict } from '../grade.ts';

/** How a step differs between two grades. */
export interface Change {
  id: string;
  title: string;
  /** Null when that grade does not contain the step. */
  before: Verdict | null;
  after: Verdict | null;
  /** Points gained; negative when points were lost. */
  gained: number;
  /** The hint of the later grade; null when there is none. */
  hint: string | null;
}

/** Lists what changed between two grades, step by step, in the order of the tasks. A new reason for a failure is a change too. */
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
    before: before?.verdict ?? null,
    after: after?.verdict ?? null,
    gained: (after?.earned ?? 0) - (before?.earned ?? 0),
    hint: after?.hint ?? null,
  };
}

/** Hints of pending steps and of errors contain times and ids, which differ every time. */
function isSame(before: StepGrade, after: StepGrade): boolean {
  const hasLastingHint = isFailure(after) || after.verdict === 'blocked';
  return (
    before.verdict === after.verdict &&
    before.earned === after.earned &&
    (!hasLastingHint || before.hint === after.hint)
  );
}
