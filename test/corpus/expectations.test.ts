import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Facts } from '../../account/facts.ts';
import { gradeFacts } from '../../checks/grade.ts';
import type { Mutant } from '../../solve/faults/set-up.ts';
import { ABSENT, withFunction, withQueue, withTopic } from '../fixtures/broken-facts.ts';
import { allRightFacts } from '../fixtures/grades.ts';
import { expectMutant, expectRightWay } from './expectations.ts';

const noDescription = withFunction('thumbnail', { description: '' });
const mutant = { name: 'm', mistake: 'm', fails: ['5.2.description'], hint: /no description/ } as const;

function expect(changes: Partial<Mutant>, facts: Facts) {
  return () => expectMutant({ ...mutant, ...changes }, gradeFacts(facts));
}

describe('a mutant', () => {
  it('is accepted when its own steps fail with a hint that names the mistake', () => {
    assert.doesNotThrow(expect({}, noDescription));
  });

  it('is not accepted when nothing fails', () => {
    assert.throws(expect({}, allRightFacts), /5\.2\.description/);
  });

  it('is not accepted when another step fails too', () => {
    const facts = { ...noDescription, topic: withTopic({ policy: null }).topic };
    assert.throws(expect({}, facts), /3\.1\.publish/);
  });

  it('is not accepted when the hint says something else', () => {
    assert.throws(expect({ hint: /memory/ }, noDescription), /no description/);
  });

  it('is not accepted when the grader could not read AWS', () => {
    const trouble = { kind: 'denied', action: 'sqs:ListQueues', message: 'no' } as const;
    const queues = { ...allRightFacts.queues, thumbnail: { kind: 'unreadable', trouble } as const };
    assert.throws(expect({ fails: ['2.1.queue'], hint: /./ }, { ...allRightFacts, queues }), /error/);
  });

  it('can block other steps', () => {
    const facts = { ...allRightFacts, topic: ABSENT, message: ABSENT, journey: ABSENT };
    assert.doesNotThrow(expect({ fails: ['1.topic'], hint: /no topic/ }, facts));
  });
});

const polledLong = {
  thumbnail: withQueue('thumbnail', { waitSeconds: 20 }).queues.thumbnail,
  mobile: withQueue('mobile', { waitSeconds: 20 }).queues.mobile,
};

describe('a right way', () => {
  const right = { name: 'r', difference: 'r', advice: ['wide-role-CustomExecutionRole', 'tls-only'] };

  it('gets all points', () => {
    assert.doesNotThrow(() => expectRightWay(right, gradeFacts(allRightFacts)));
    assert.throws(() => expectRightWay(right, gradeFacts(noDescription)), /5\.2\.description/);
  });

  it('gets no advice except the expected one', () => {
    const grade = gradeFacts(withQueue('mobile', { visibilityTimeoutSeconds: 1 }));
    const more = { ...right, advice: [...right.advice, 'visibility-mobile-queue'] };
    assert.throws(() => expectRightWay(right, grade), /visibility-mobile-queue/);
    assert.doesNotThrow(() => expectRightWay(more, grade));
  });

  it('gets all of the usual advice except what it is spared, and none when it is deployed', () => {
    const spared = { ...right, spared: ['long-polling'] };
    const polled = gradeFacts({ ...allRightFacts, queues: polledLong });
    assert.throws(() => expectRightWay(right, polled), /long-polling/);
    assert.doesNotThrow(() => expectRightWay(spared, polled));
    assert.throws(() => expectRightWay({ ...right, parameters: {} }, polled), /dead-letter-queue/);
  });
});
