import { type Grade, isFailure, type StepGrade, type TaskGrade } from '../grade.ts';
import { verdicts } from './verdict-words.ts';

/** What the learner should look at next. */
export type NextStep =
  | { kind: 'fix' | 'look' | 'wait' | 'first' | 'bonus'; task: TaskGrade; step: StepGrade }
  /** `skipped`: number of steps that were skipped on request. */
  | { kind: 'done'; skipped: number };

interface Candidate {
  task: TaskGrade;
  step: StepGrade;
}

/**
 * Chooses the step that costs the most points. Required steps come before bonus steps. Steps that failed or were not begun
 * come before steps that the grader could not read, and those before steps that only need time. Tasks after the last one
 * that was begun are taken in the lab's order.
 */
export function nextStep({ tasks }: Grade): NextStep {
  const all = tasks.flatMap((task) => task.steps.map((step) => ({ task, step })));
  const required = all.filter(({ task }) => !task.optional);
  const own = required.filter(({ step }) => step.blockedBy === null);
  const fix = heaviest(
    inTurn(
      own.filter(({ step }) => isFailure(step)),
      tasks,
    ),
    all,
  );
  if (fix) return { kind: 'fix', ...fix };
  const look = heaviest(
    own.filter(({ step }) => step.verdict === 'error'),
    all,
  );
  if (look) return { kind: 'look', ...look };
  const wait = heaviest(
    own.filter(({ step }) => step.verdict === 'pending'),
    all,
  );
  if (wait) return { kind: 'wait', ...wait };
  // The step that it waits for is not part of this grade (`--task`).
  const first = required.find(({ step }) => step.blockedBy !== null);
  if (first) return { kind: 'first', ...first };
  const bonus = heaviest(
    all.filter(({ step }) => step.blockedBy === null && !['pass', 'skipped'].includes(step.verdict)),
    all,
  );
  if (bonus) return { kind: 'bonus', ...bonus };
  return { kind: 'done', skipped: all.filter(({ step }) => step.verdict === 'skipped').length };
}

/** Gaps in earlier tasks come before tasks that were not begun. Of the latter, only the first step counts. */
function inTurn(candidates: readonly Candidate[], tasks: readonly TaskGrade[]): Candidate[] {
  const last = tasks.findLastIndex((task) => !task.optional && isBegun(task));
  const isAhead = ({ task }: Candidate) => tasks.indexOf(task) > last;
  const behind = candidates.filter((one) => !isAhead(one));
  return behind.length > 0 ? behind : candidates.slice(0, 1);
}

function isBegun({ steps }: TaskGrade): boolean {
  return steps.some(({ verdict }) => verdict === 'pass' || verdict === 'fail');
}

/** The step that has lost the most points, together with the steps that wait for it. The first one wins a tie. */
function heaviest(candidates: readonly Candidate[], all: readonly Candidate[]): Candidate | undefined {
  const lost = ({ points, earned }: StepGrade) => points - earned;
  const weight = ({ step }: Candidate) =>
    all
      .filter((other) => other.step.blockedBy === step.id)
      .reduce((sum, other) => sum + lost(other.step), lost(step));
  return candidates.toSorted((one, other) => weight(other) - weight(one))[0];
}

/** What reports say when the grader, not the learner, has to be helped. */
export const NOT_YOUR_MISTAKE = 'This is not your mistake.';

/** Names the next step with its mark, because its title alone could be read as a fact: `✗ 1.standard: The topic is a standard topic`. */
export function nextTitle({ step }: Extract<NextStep, { step: StepGrade }>): string {
  return `${verdicts[step.verdict].mark} ${step.id}: ${step.title}`;
}

/** The heading of the next step in a report. */
export function nextHeading(next: NextStep): string {
  switch (next.kind) {
    case 'fix':
      return 'Look at this next';
    case 'look':
      return 'The grader could not read this';
    case 'wait':
      return 'Wait a minute, then grade again';
    case 'first':
      return 'Another step comes first';
    case 'bonus':
      return 'All required tasks are right. Next, for the bonus';
    case 'done':
      return next.skipped === 0
        ? 'Everything is right. Well done!'
        : `Everything that was graded is right. ${next.skipped === 1 ? 'One step was' : `${next.skipped} steps were`} skipped.`;
  }
}
