/** Run by node:test (see tests.ts), with the file of a grade: a suite for each task, a test for each step. */
import { readFileSync } from 'node:fs';
import { suite, type TestContext, test } from 'node:test';
import type { Grade, StepGrade } from '../grade.ts';

const [, , file = ''] = process.argv;
const grade: Grade = JSON.parse(readFileSync(file, 'utf8'));

for (const task of grade.tasks) {
  suite(`${task.id} ${task.title}`, () => {
    for (const step of task.steps) test(`${step.id} ${step.title}`, (context) => assertStep(step, context));
  });
}

function assertStep({ verdict, earned, points, hint, guide }: StepGrade, context: TestContext): void {
  if (verdict === 'pass') return;
  if (verdict === 'skipped') {
    context.skip(hint ?? '');
    return;
  }
  const error = new Error(`${verdict} (${earned} of ${points} points): ${hint}\nSee ${guide}`);
  // Where in the grader it was said helps nobody.
  error.stack = '';
  throw error;
}
