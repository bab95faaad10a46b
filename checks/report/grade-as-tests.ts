/** node:test runs this file with the path of a grade in JSON: one suite for each task, one test for each step. */
import { readFileSync } from 'node:fs';
import { suite, type TestContext, test } from 'node:test';
import type { JsonGrade, JsonStep } from './json.ts';

const [, , file = ''] = process.argv;
const grade: JsonGrade = JSON.parse(readFileSync(file, 'utf8'));

for (const task of grade.tasks) {
  suite(`${task.id} ${task.title}`, () => {
    for (const step of task.steps) test(`${step.id} ${step.title}`, (context) => assertStep(step, context));
  });
}

function assertStep({ verdict, earned, points, hint, guide }: JsonStep, context: TestContext): void {
  if (verdict === 'pass') return;
  if (verdict === 'skipped') {
    context.skip(hint ?? '');
    return;
  }
  const error = new Error(`${verdict} (${earned} of ${points} points): ${hint}\nSee ${guide}`);
  // The place in the grader's own code would not help the reader.
  error.stack = '';
  throw error;
}
