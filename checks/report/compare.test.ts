import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fixtureGrade } from '../../test/fixtures/grades.ts';
import type { Grade, StepGrade } from '../grade.ts';
import { compareGrades } from './compare.ts';

const wrong = fixtureGrade('one-wrong');

describe('two grades', () => {
  it('do not differ when only the time changed', () => {
    assert.deepEqual(compareGrades(wrong, { ...fixtureGrade('one-wrong'), durationMs: 1 }), []);
  });

  it('differ in the steps that pass now, and in their points', () => {
    const changes = compareGrades(wrong, fixtureGrade('all-right'));
    const [first] = changes;
    assert.deepEqual(first, {
      id: '2.1.policy',
      title: "The queue's access policy lets the topic send messages",
      before: 'fail',
      after: 'pass',
      gained: 4,
      hint: null,
    });
    assert.equal(
      changes.reduce((total, { gained }) => total + gained, 0),
      12.5,
    );
  });

  it('differ when a step fails for another reason', () => {
    const [change] = compareGrades(wrong, withStep('2.1.policy', { hint: 'Another reason.' }));
    assert.deepEqual([change?.before, change?.after, change?.hint], ['fail', 'fail', 'Another reason.']);
  });

  it('do not differ when only the waiting time of a pending step changed', () => {
    const before = withStep('2.1.policy', { verdict: 'pending', hint: 'Waited for 20 s.' });
    const after = withStep('2.1.policy', { verdict: 'pending', hint: 'Waited for 21 s.' });
    assert.deepEqual(compareGrades(before, after), []);
  });

  it('differ in steps that only one of them contains', () => {
    const less: Grade = { ...wrong, tasks: wrong.tasks.slice(1) };
    assert.deepEqual(
      compareGrades(less, wrong).map(({ id, before, after }) => [id, before, after]),
      [
        ['1.topic', null, 'pass'],
        ['1.standard', null, 'pass'],
      ],
    );
    assert.equal(compareGrades(wrong, less)[0]?.after, null);
  });
});

function withStep(id: string, changed: Partial<StepGrade>): Grade {
  const change = (step: StepGrade) => (step.id === id ? { ...step, ...changed } : step);
  return { ...wrong, tasks: wrong.tasks.map((task) => ({ ...task, steps: task.steps.map(change) })) };
}
