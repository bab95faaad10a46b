import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { fixtureGrade, fixtureNames } from '../../test/fixtures/grades.ts';
import type { Grade } from '../grade.ts';
import { renderGradescope } from './gradescope.ts';

/** As https://gradescope-autograders.readthedocs.io/en/latest/specs/#output-format has it. */
const visibility = { enum: ['hidden', 'after_due_date', 'after_published', 'visible'] };
const format = { enum: ['text', 'html', 'simple_format', 'md', 'ansi'] };
const resultsSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    score: { type: 'number' },
    execution_time: { type: 'number' },
    output: { type: 'string' },
    output_format: format,
    visibility,
    stdout_visibility: visibility,
    extra_data: { type: 'object' },
    tests: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        properties: {
          score: { type: 'number' },
          max_score: { type: 'number' },
          status: { enum: ['passed', 'failed'] },
          name: { type: 'string' },
          number: { type: 'string' },
          output: { type: 'string' },
          output_format: format,
          tags: { type: 'array', items: { type: 'string' } },
          visibility,
          extra_data: { type: 'object' },
        },
      },
    },
  },
};

describe("Gradescope's results.json", () => {
  for (const name of fixtureNames) {
    it(`keeps to what Gradescope reads: ${name}`, () => {
      const ajv = new Ajv2020();
      assert.equal(ajv.validate(resultsSchema, results(fixtureGrade(name))), true, ajv.errorsText());
    });
  }

  it('has a test for each step, and adds the bonus to the score', () => {
    const { score, tests } = results(fixtureGrade('all-right'));
    assert.equal(score, 110);
    assert.equal(
      tests.reduce((total: number, test: { score: number }) => total + test.score, 0),
      110,
    );
    assert.deepEqual(tests.filter(({ tags }: { tags: string[] }) => tags.includes('bonus')).map(numberOf), [
      '8.rule',
      '8.expiration',
      '8.noncurrent',
      '9.email',
    ]);
  });

  it('says what is wrong with a failed step', () => {
    const test = results(fixtureGrade('one-wrong')).tests.find(
      (each: { number: string }) => numberOf(each) === '2.1.policy',
    );
    assert.deepEqual([test.status, test.score, test.max_score], ['failed', 0, 4]);
    assert.match(test.output, /resize-image-topic-0001 is not allowed to send/);
  });

  it('says clearly that a part could not be graded', () => {
    const { output } = results(fixtureGrade('errors'));
    assert.match(output, /COULD NOT GRADE \d+ STEPS \(49 points\), so the score may be too low/);
    assert.match(output, /sns:ListTopics/);
  });

  it('has no score, instead of zero, when nothing could be graded', () => {
    const found = results(nothingGraded());
    assert.equal('score' in found || 'tests' in found, false);
    assert.match(found.output, /COULD NOT GRADE ANYTHING[\s\S]*The token has expired\./);
  });
});

function nothingGraded(): Grade {
  const grade = fixtureGrade('all-right');
  const lost = { verdict: 'error', earned: 0, hint: 'The token has expired.' } as const;
  const tasks = grade.tasks.map((task) => ({
    ...task,
    steps: task.steps.map((step) => ({ ...step, ...lost })),
  }));
  return { ...grade, score: 0, bonus: 0, tasks };
}

function results(grade: Grade) {
  return JSON.parse(renderGradescope(grade));
}

function numberOf({ number }: { number: string }): string {
  return number;
}
