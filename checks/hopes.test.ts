import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Facts, QueueFacts } from '../account/facts.ts';
import { foundIn, type Seen } from '../account/seen.ts';
import { fixtureFacts } from '../test/fixtures/grades.ts';
import { gradeFacts } from './grade.ts';
import { hopesOf, isHeldBack } from './hopes.ts';

const right = fixtureFacts['all-right'];
const unseen: Facts = { ...right, message: { kind: 'absent' }, journey: { kind: 'absent' } };

function changed<T>(seen: Seen<T>, changes: Partial<T>): Seen<T> {
  const before = foundIn(seen);
  assert.ok(before);
  return { kind: 'found', value: { ...before, ...changes } };
}

function withQueue(facts: Facts, changes: Partial<QueueFacts>): Facts {
  return { ...facts, queues: { ...facts.queues, thumbnail: changed(facts.queues.thumbnail, changes) } };
}

describe('what the facts prove', () => {
  it('is nothing when nothing is wrong', () => {
    for (const part of ['message', 'journey'] as const)
      for (const end of ['thumbnail', 'mobile'] as const)
        assert.equal(hopesOf(unseen).proofAgainst(part, end), undefined);
  });

  it('is that no message passes a policy that does not allow it', () => {
    const facts = withQueue(unseen, { policy: null });
    assert.equal(hopesOf(facts).proofAgainst('message', 'thumbnail'), '2.1.policy');
    assert.equal(hopesOf(facts).proofAgainst('journey', 'thumbnail'), '2.1.policy');
    assert.equal(hopesOf(facts).proofAgainst('journey', 'mobile'), undefined);
  });

  it('is nothing when the trigger only filters, or when the notification covers too much', () => {
    const before = foundIn(unseen.functions.thumbnail);
    assert.ok(before);
    const triggers = before.triggers.map((trigger) => ({ ...trigger, filters: ['{"body":{"a":["b"]}}'] }));
    const functions = { ...unseen.functions, thumbnail: changed(unseen.functions.thumbnail, { triggers }) };
    assert.equal(hopesOf({ ...unseen, functions }).proofAgainst('journey', 'thumbnail'), undefined);
    const notifications = (foundIn(unseen.bucket)?.notifications ?? []).map((one) => ({
      ...one,
      prefix: '',
    }));
    const bucket = changed(unseen.bucket, { notifications });
    assert.equal(hopesOf({ ...unseen, bucket }).proofAgainst('journey', 'thumbnail'), undefined);
  });

  it('is that no message arrives when the queue delays it for longer than the grader waits', () => {
    assert.ok(isHeldBack(withQueue(unseen, { delaySeconds: 900 }), 'thumbnail', 40));
    assert.ok(!isHeldBack(withQueue(unseen, { delaySeconds: 5 }), 'thumbnail', 40));
  });
});

describe('a finding that an observation contradicts', () => {
  it('says that the two observations contradict each other', () => {
    const [step] = gradeFacts(withQueue(right, { policy: null }))
      .tasks.flatMap(({ steps }) => steps)
      .filter(({ id }) => id === '2.1.policy');
    assert.equal(step?.verdict, 'fail');
    assert.match(
      step?.hint ?? '',
      /However, a test message did arrive at thumbnail-queue\. .* contradict each other/,
    );
  });

  it('says nothing about it when nothing was seen', () => {
    const grade = gradeFacts(withQueue(unseen, { policy: null }));
    assert.doesNotMatch(JSON.stringify(grade), /disagree/);
  });
});
