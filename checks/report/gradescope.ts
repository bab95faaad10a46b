import type { Grade, StepGrade, TaskGrade } from '../grade.ts';
import { verdictInJson } from './json.ts';
import { nextHeading, nextStep, nextTitle } from './next-step.ts';
import { formatEarned, formatPoints, removedLine, scorePhrases, ungradedPoints } from './points.ts';
import { NOT_VERIFIED, provenanceLines } from './provenance.ts';

/**
 * Renders Gradescope's `results.json`, with one test for each step and the bonus added to the score. When nothing could be
 * graded, there is no score, and Gradescope reports a failed autograder instead of a zero.
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
      provenance: grade.provenance,
      ungradedPoints: ungradedPoints(grade),
      without: grade.without,
    },
  };
  return `${JSON.stringify(results, null, 2)}\n`;
}

function renderTest(task: TaskGrade, step: StepGrade) {
  return {
    name: `${task.optional ? 'Bonus: ' : ''}${task.title}: ${step.title}`,
    number: step.id,
    score: round(step.earned),
    max_score: round(step.points),
    status: step.verdict === 'pass' ? 'passed' : 'failed',
    output: step.hint ?? `${formatEarned(step)} points.`,
    output_format: 'text',
    visibility: 'visible',
    tags: [`task-${task.id}`, step.verdict, ...(task.optional ? ['bonus'] : [])],
    extra_data: {
      verdict: verdictInJson(step.verdict),
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
    ...(grade.provenance.verified ? [] : [`${NOT_VERIFIED.toUpperCase()}.`]),
    ...(isGraded ? [`${scorePhrases(grade).join(', ')}.`] : []),
    ...[removedLine(grade) ?? []].flat(),
    ...(errors.length > 0 ? [couldNotGrade(grade, errors, isGraded)] : []),
    ...('step' in next
      ? [`${nextHeading(next)}:`, nextTitle(next), next.step.hint ?? '', `See ${next.step.guide}`]
      : [nextHeading(next)]),
    ...provenanceLines({ ...grade.provenance, verified: true }),
  ].join('\n');
}

function couldNotGrade(grade: Grade, errors: readonly StepGrade[], isGraded: boolean): string {
  const reasons = [...new Set(errors.filter(({ blockedBy }) => blockedBy === null).map(({ hint }) => hint))];
  const what = isGraded
    ? `THE GRADER COULD NOT GRADE ${errors.length} STEPS (${formatPoints(ungradedPoints(grade))} points), so the score may be too low.`
    : 'THE GRADER COULD NOT GRADE ANYTHING, so there is no score.';
  const whatNext = "This is not the learner's mistake. Fix the cause, then grade again:";
  return [`${what} ${whatNext}`, ...reasons].join('\n');
}

function round(points: number): number {
  return Math.round(points * 100) / 100;
}
