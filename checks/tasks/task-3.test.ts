import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rightBucket, rightTopic, withBucket, withTopic } from '../broken-facts.ts';
import type { Facts } from '../facts.ts';
import { gradeFacts } from '../grade.ts';

function stepOf(facts: Facts, id: string) {
  const steps = gradeFacts(facts).tasks.flatMap((task) => task.steps);
  return steps.find((step) => step.id === id);
}

describe("a bucket's second notification", () => {
  const [first] = rightBucket.notifications;
  const second = { id: 'b', to: 'topic', arn: rightTopic.arn, prefix: '', suffix: '' } as const;

  it('may be of all keys when it is of other events', () => {
    const events = ['s3:ObjectRestore:Completed'];
    const notifications = [...(first ? [first] : []), { ...second, events }];
    assert.equal(stepOf(withBucket({ notifications }), '3.2.filter')?.verdict, 'pass');
  });

  it('may not when it is of creations', () => {
    const notifications = [...(first ? [first] : []), { ...second, events: ['s3:ObjectCreated:Copy'] }];
    assert.equal(stepOf(withBucket({ notifications }), '3.2.filter')?.verdict, 'fail');
  });
});

describe('a topic policy with a statement for another service beside its own', () => {
  it('is no longer the one that it was made with', () => {
    const owner = {
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: 'SNS:Publish',
      Resource: rightTopic.arn,
      Condition: { StringEquals: { 'AWS:SourceOwner': '111111111111' } },
    };
    const events = { ...owner, Principal: { Service: 'events.amazonaws.com' }, Condition: {} };
    assert.equal(stepOf(withTopic({ policy: { Statement: [owner] } }), '3.1.publish')?.notYet, true);
    assert.equal(stepOf(withTopic({ policy: { Statement: [owner, events] } }), '3.1.publish')?.notYet, false);
  });
});
