import type { Grade, StepGrade, TaskGrade } from '../grade.ts';
import { nextHeading, nextStep } from './next-step.ts';
import { stepOutcome } from './outcome.ts';
import { formatEarned, formatPoints, scorePhrases, ungradedPoints } from './points.ts';

/**
 * Renders Gradescope's `results.json`: one test a step, the bonus on top of the score. A run in which nothing could be
 * graded has no score at all, which Gradescope reports as a failure of the autograder: never a silent zero.
 * @see https://gradescope-autograders.readthedocs.io/en/latest/specs/#output-format
 */
export function renderGradescope(grade: Grade): string {
  const steps = grade.tasks.flatMap((task) => task.steps.map((step) => ({ task, step })));
  const isGraded = steps.some(({ step }) => step.verdict !== 'error');
  const results = {
    ...(isGraded && { score: round(grade.score + grade.bonus) }),
    execution_time: Math.round(grade.durationMs / 1000),
    output: summary(grade, isGraded),
    output_format: 'text',
    visibility: 'visible',
    stdout_visibility: 'hidden',
    ...(isGraded && { tests: steps.map(({ task, step }) => renderTest(task, step)) }),
    extra_data: {
      lab: grade.lab,
      account: grade.account,
      region: grade.region,
      startedAt: grade.startedAt,
      mode: grade.mode,
      ungradedPoints: ungradedPoints(grade),
    },
  };
  return `${JSON.stringify(results, null, 2)}\n`;
}

function renderTest(task: TaskGrade, step: StepGrade) {
  const outcome = stepOutcome(step);
  return {
    name: `${task.optional ? 'Bonus: ' : ''}${task.title}: ${step.title}`,
    number: step.id,
    score: round(step.earned),
    max_score: round(step.points),
    status: step.verdict === 'pass' ? 'passed' : 'failed',
    output: step.hint ?? `${formatEarned(step)} points.`,
    output_format: 'text',
    visibility: 'visible',
    tags: [`task-${task.id}`, outcome, ...(task.optional ? ['bonus'] : [])],
    extra_data: {
      verdict: step.verdict,
      blockedBy: step.blockedBy,
      guide: step.guide,
      evidence: step.evidence,
    },
  };
}

function summary(grade: Grade, isGraded: boolean): string {
  const errors = grade.tasks.flatMap(({ steps }) => steps).filter(({ verdict }) => verdict === 'error');
  const next = nextStep(grade);
  return [
    ...(isGraded ? [`${scorePhrases(grade).join(', ')}.`] : []),
    ...(errors.length > 0 ? [couldNotGrade(grade, errors, isGraded)] : []),
    ...('step' in next
      ? [
          `${nextHeading(next)}: ${next.step.id}: ${next.step.title}`,
          next.step.hint ?? '',
          `See ${next.step.guide}`,
        ]
      : [nextHeading(next)]),
  ].join('\n');
}

function couldNotGrade(grade: Grade, errors: readonly StepGrade[], isGraded: boolean): string {
  const reasons = [...new Set(errors.filter(({ blockedBy }) => blockedBy === null).map(({ hint }) => hint))];
  const what = isGraded
    ? `THE GRADER COULD NOT LOOK AT ${errors.length} STEPS (${formatPoints(ungradedPoints(grade))} points): the score is too low.`
    : 'THIS RUN COULD NOT GRADE ANYTHING: there is no score.';
  return [`${what} That is not the learner's failure. Grade again when the cause is gone:`, ...reasons].join(
    '\n',
  );
}

function round(points: number): number {
  return Math.round(points * 100) / 100;
}
