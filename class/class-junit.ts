import type { StepGrade } from '../checks/grade.ts';
import { asText, html, type Markup } from '../checks/report/markup.ts';
import { formatEarned } from '../checks/report/points.ts';
import { NOT_VERIFIED } from '../checks/report/provenance.ts';
import type { JudgedResult } from './result.ts';

/**
 * Renders the class as JUnit: a test suite for each learner and a test for each step. What could not be graded is an error, not a
 * failure. `html` escapes what XML needs, too.
 */
export function renderClassJunit(title: string, results: readonly JudgedResult[]): string {
  const body = html`<testsuites name="${title}">\n${results.map(renderLearner)}</testsuites>\n`;
  return `<?xml version="1.0" encoding="utf-8"?>\n${asText(body)}`;
}

function renderLearner({ id, name, grade, trouble, status, durationMs, gradedAt }: JudgedResult): Markup {
  const steps = grade?.tasks.flatMap((task) => task.steps.map((step) => ({ task, step }))) ?? [];
  const tests = Math.max(1, steps.length);
  const count = (...verdicts: string[]) => steps.filter(({ step }) => verdicts.includes(step.verdict)).length;
  const errors = grade === null && status !== 'not-begun' ? 1 : count('error');
  const skipped = grade === null && status === 'not-begun' ? 1 : count('skipped');
  const failures = count('fail', 'not-yet', 'blocked', 'pending');
  const note = grade && !grade.provenance.verified ? `. ${NOT_VERIFIED}` : '';
  const seconds = (durationMs / 1000).toFixed(3);
  return html`<testsuite name="${`${id}: ${name}${note}`}" tests="${tests}" failures="${failures}" errors="${errors}" skipped="${skipped}" time="${seconds}" timestamp="${gradedAt}">
${
  grade === null
    ? html`<testcase classname="${id}" name="The lab was graded">${status === 'not-begun' ? html`<skipped message="${trouble ?? ''}"/>` : html`<error message="${trouble ?? ''}"/>`}</testcase>\n`
    : steps.map(
        ({ task, step }) =>
          html`<testcase classname="${`${id}.${task.id} ${task.title}`}" name="${`${step.id} ${step.title}`}">${renderVerdict(step)}</testcase>\n`,
      )
}</testsuite>
`;
}

function renderVerdict(step: StepGrade): Markup | null {
  const { verdict, hint, guide } = step;
  if (verdict === 'pass') return null;
  const text = `${hint ?? ''}\nSee ${guide}`;
  if (verdict === 'skipped') return html`<skipped message="${hint ?? ''}"/>`;
  if (verdict === 'error') return html`<error message="${hint ?? ''}">${text}</error>`;
  return html`<failure type="${verdict}" message="${`${formatEarned(step)} points`}">${text}</failure>`;
}
