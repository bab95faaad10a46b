import type { Grade, StepGrade } from '../grade.ts';
import { openSteps } from './open-steps.ts';

/** Returns the hint of each step. A reason why the grader could not look is given in full only at the first of its steps. */
export function hintsOnce(grade: Grade): (step: StepGrade) => string | null {
  const first = new Map(
    [...openSteps(grade).values()].flatMap(({ repeating }) =>
      repeating.flatMap(({ by, steps }) => steps.map(({ id }) => [id, by] as const)),
    ),
  );
  return ({ id, hint }) => {
    const by = first.get(id);
    return by === undefined ? hint : `For the same reason as ${by}.`;
  };
}
