import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Grade, gradeFacts } from '../grade.ts';
import { fixtureFacts, fixtureGrade } from './fixtures.ts';
import { nextHeading, nextStep } from './next-step.ts';

describe('the next step', () => {
  it('is the first that is itself to blame, not what waits for it', () => {
    assert.deepEqual(idOf(fixtureGrade('one-wrong')), ['fix', '2.1.policy']);
    assert.deepEqual(idOf(fixtureGrade('not-begun')), ['fix', '1.topic']);
  });

  it('is what could not be looked at, when nothing failed', () => {
    assert.deepEqual(idOf(fixtureGrade('errors')), ['look', '1.topic']);
  });

  it('is a failure rather than something pending before it', () => {
    assert.deepEqual(idOf(fixtureGrade('pending')), ['fix', '7.2.mobile']);
  });

  it('says so when what comes first was not asked for', () => {
    const grade = gradeFacts(fixtureFacts['one-wrong'], ['2.3']);
    assert.deepEqual(idOf(grade), ['first', '2.3.thumbnail']);
    assert.equal(nextHeading(nextStep(grade)), 'Another step comes first');
  });

  it('is the bonus, when all that is required is right', () => {
    const facts = fixtureFacts['all-right'];
    assert.ok(facts.bucket.kind === 'found');
    const value = { ...facts.bucket.value, lifecycleRules: [] };
    assert.deepEqual(idOf(gradeFacts({ ...facts, bucket: { kind: 'found', value } })), ['bonus', '8.rule']);
  });

  it('is none when everything is right', () => {
    assert.equal(nextStep(fixtureGrade('all-right')).kind, 'done');
  });

  it('does not call right what was skipped', () => {
    const grade = fixtureGrade('all-right');
    const skip = (step: Grade['tasks'][number]['steps'][number]) =>
      step.id === '2.3.mobile' ? { ...step, verdict: 'skipped' as const } : step;
    const tasks = grade.tasks.map((task) => ({ ...task, steps: task.steps.map(skip) }));
    assert.match(nextHeading(nextStep({ ...grade, tasks })), /one step was skipped/);
  });
});

function idOf(grade: Grade): [kind: string, id: string] {
  const next = nextStep(grade);
  return [next.kind, 'step' in next ? next.step.id : ''];
}
