import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Facts } from '../account/facts.ts';
import type { Seen } from '../account/seen.ts';
import { ABSENT, withInvocation, withRole } from '../test/fixtures/broken-facts.ts';
import { allRightFacts as right } from '../test/fixtures/grades.ts';
import { FORMATS, render } from './formats.ts';
import { type Grade, gradeFacts } from './grade.ts';

const without4 = (facts: Facts) => gradeFacts(facts, [], 'account', ['4']);

/** The account has no role of the lab, and IAM answers no simulation. */
const denied: Seen<never> = {
  kind: 'unreadable',
  trouble: { kind: 'denied', action: 'iam:SimulatePrincipalPolicy', message: 'AccessDenied' },
};
const learnerLab = withFunctionRoles({ ...right, roles: { custom: ABSENT, lab: ABSENT } }, denied);

describe('--without 4', () => {
  it('removes the task from the points and from the maximum', () => {
    const grade = without4(right);
    assert.deepEqual([grade.score, grade.maxScore], [90, 90]);
    assert.deepEqual(grade.without, [
      { id: '4', title: 'Execution roles for Lambda', optional: false, points: 10 },
    ]);
    assert.ok(grade.tasks.every(({ id }) => id !== '4'));
  });

  it('removes every part of a whole task', () => {
    const grade = gradeFacts(right, [], 'account', ['2', '9']);
    assert.deepEqual([grade.maxScore, grade.maxBonus], [75, 5]);
    assert.deepEqual(
      grade.without.map(({ id }) => id),
      ['2.1', '2.2', '2.3', '9'],
    );
  });

  for (const format of FORMATS) {
    it(`is said in the format ${format}, and only there where a task was removed`, async () => {
      const said =
        /Removed from the points and the maximum: task 4 \(Execution roles for Lambda, 10 points\)|"without": \[\s*\{\s*"id": "4"/;
      assert.match(flat(await render(format, without4(right), false)), said);
      assert.doesNotMatch(flat(await render(format, gradeFacts(right), false)), said);
    });
  }

  it('judges each function by its own role, whatever the role is called', () => {
    const grade = without4(withRole('lab', { name: 'LabRole', permissions: [] }));
    assert.ok(steps(grade).every(({ blockedBy }) => blockedBy === null || !blockedBy.startsWith('4.')));
  });

  it('still lets a step wait for a removed task that it cannot work without', () => {
    const queues = { ...right.queues, mobile: ABSENT };
    const grade = gradeFacts({ ...right, queues, journey: ABSENT }, [], 'account', ['2.2']);
    assert.equal(steps(grade).find(({ id }) => id === '5.4.trigger')?.blockedBy, '2.2.queue');
  });
});

describe('a denied iam:SimulatePrincipalPolicy', () => {
  it('leaves full marks when the functions did their work', () => {
    assert.equal(without4(learnerLab).score, 90);
  });

  it('fails the step of a role when the log shows that AWS denied a call', () => {
    const errors = ['AccessDenied: User is not authorized to perform: s3:PutObject'];
    const { functions, roles } = learnerLab;
    const grade = without4({ ...withInvocation('mobile', { errors }), functions, roles });
    const step = steps(grade).find(({ id }) => id === '5.3.role');
    assert.equal(step?.verdict, 'fail');
    assert.match(step?.hint ?? '', /The log of CreateMobileImage shows that AWS denied/);
  });

  it('is an error of the grader when nothing was seen, with one hint that names what to do', async () => {
    const grade = without4({ ...learnerLab, journey: ABSENT });
    const hints = steps(grade)
      .filter(({ id }) => id.endsWith('.role'))
      .map(({ hint }) => hint);
    assert.equal(new Set(hints).size, 1);
    assert.match(hints[0] ?? '', /Learner Labs, .*--without 4.*checks\/rights\/read-only\.json/);
    for (const format of ['terminal', 'markdown'] as const) {
      const text = flat(await render(format, gradeFacts({ ...learnerLab, journey: ABSENT }), false));
      const tasks = text.slice(text.indexOf('points'));
      assert.equal(tasks.split('could not ask IAM').length - 1, 1, format);
    }
  });
});

function withFunctionRoles(facts: Facts, role: Seen<never>): Facts {
  const { thumbnail, mobile } = facts.functions;
  assert.ok(thumbnail.kind === 'found' && mobile.kind === 'found');
  const functions = {
    thumbnail: { kind: 'found', value: { ...thumbnail.value, role } },
    mobile: { kind: 'found', value: { ...mobile.value, role } },
  } as const;
  return { ...facts, functions };
}

function steps({ tasks }: Grade) {
  return tasks.flatMap((task) => task.steps);
}

/** A wrapped or escaped text on one line. */
function flat(text: string): string {
  return text.replaceAll(/\\(?=[()])/g, '').replaceAll(/\s+/g, ' ');
}
