import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Facts, FunctionFacts, TopicFacts } from '../account/facts.ts';
import { foundIn } from '../account/seen.ts';
import { fixtureFacts } from '../test/fixtures/grades.ts';
import { mayProbeDiffer } from './relevant-change.ts';

const facts = fixtureFacts['all-right'];

function withFunction(changes: Partial<FunctionFacts>): Facts {
  const before = foundIn(facts.functions.thumbnail);
  assert.ok(before);
  const thumbnail = { kind: 'found', value: { ...before, ...changes } } as const;
  return { ...facts, functions: { ...facts.functions, thumbnail } };
}

function withTopic(changes: (topic: TopicFacts) => Partial<TopicFacts>): Facts {
  const before = foundIn(facts.topic);
  assert.ok(before);
  return { ...facts, topic: { kind: 'found', value: { ...before, ...changes(before) } } };
}

it('changes that happen by themselves, and email subscriptions, need no new probe', () => {
  const later = { ...facts, startedAt: '2027-01-01T00:00:00Z', durationMs: 1 };
  const mail = { protocol: 'email', endpoint: 'a@example.com', confirmed: true } as const;
  for (const now of [
    facts,
    later,
    withFunction({ description: 'Makes small pictures' }),
    withTopic(({ subscriptions }) => ({
      subscriptions: [
        ...subscriptions,
        { ...mail, arn: 'arn:aws:sns:x', raw: false, filterPolicy: null, filterScope: 'MessageBody' },
      ],
    })),
  ])
    assert.ok(!mayProbeDiffer(facts, now));
});

it('changes to something that a message or a picture passes need a new probe', () => {
  for (const now of [
    withFunction({ handler: 'index.handler' }),
    withFunction({ codeSha256: 'another' }),
    withFunction({ triggers: [] }),
    withTopic(() => ({ policy: null })),
    withTopic(() => ({ subscriptions: [] })),
    { ...facts, bucket: { kind: 'absent' } } as const,
  ])
    assert.ok(mayProbeDiffer(facts, now));
});
