import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ABSENT, withFunction, withJourney, withTrigger } from '../../test/fixtures/broken-facts.ts';
import { fixtureFacts, fixtureGrade } from '../../test/fixtures/grades.ts';
import { type Grade, gradeFacts } from '../grade.ts';
import { nextHeading, nextStep } from './next-step.ts';

describe('the next step', () => {
  it('is the first that is itself to blame, not what waits for it', () => {
    assert.deepEqual(idOf(fixtureGrade('one-wrong')), ['fix', '2.1.policy']);
    assert.deepEqual(idOf(fixtureGrade('not-begun')), ['fix', '1.topic']);
  });

  it('is the step that costs the most points: a disabled trigger comes before a missing description', () => {
    const facts = withTrigger('mobile', { state: 'Disabled' });
    const { thumbnail } = withFunction('thumbnail', { description: '' }).functions;
    const journey = withJourney('mobile', { invocation: ABSENT, output: ABSENT }).journey;
    const both = { ...facts, journey, functions: { ...facts.functions, thumbnail } };
    assert.deepEqual(idOf(gradeFacts(both)), ['fix', '5.4.trigger']);
  });

  it("is the next one in the lab's order, when nothing was begun", () => {
    const facts = fixtureFacts['not-begun'];
    const topic = fixtureFacts['all-right'].topic;
    assert.deepEqual(idOf(gradeFacts({ ...facts, topic, message: ABSENT })), ['fix', '2.1.queue']);
  });

  it('is a step that could not be read, when nothing failed', () => {
    assert.deepEqual(idOf(fixtureGrade('errors')), ['look', '1.topic']);
  });

  it('is a failure and not an earlier pending step', () => {
    assert.deepEqual(idOf(fixtureGrade('pending')), ['fix', '7.2.mobile']);
  });

  it('says so when the step that comes first was not requested', () => {
    const grade = gradeFacts(fixtureFacts['one-wrong'], ['2.3']);
    assert.deepEqual(idOf(grade), ['first', '2.3.thumbnail']);
    assert.equal(nextHeading(nextStep(grade)), 'Another step comes first');
  });

  it('is a bonus step, when all required tasks are right', () => {
    const facts = fixtureFacts['all-right'];
    assert.ok(facts.bucket.kind === 'found');
    const value = { ...facts.bucket.value, lifecycleRules: [] };
    assert.deepEqual(idOf(gradeFacts({ ...facts, bucket: { kind: 'found', value } })), ['bonus', '8.rule']);
  });

  it('is none when everything is right', () => {
    assert.equal(nextStep(fixtureGrade('all-right')).kind, 'done');
  });

  it('does not count skipped steps as right', () => {
    const grade = fixtureGrade('all-right');
    const skip = (step: Grade['tasks'][number]['steps'][number]) =>
      step.id === '2.3.mobile' ? { ...step, verdict: 'skipped' as const } : step;
    const tasks = grade.tasks.map((task) => ({ ...task, steps: task.steps.map(skip) }));
    assert.match(nextHeading(nextStep({ ...grade, tasks })), /One step was skipped/);
  });
});

function idOf(grade: Grade): [kind: string, id: string] {
  const next = nextStep(grade);
  return [next.kind, 'step' in next ? next.step.id : ''];
}
