import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Facts } from '../../account/facts.ts';
import { rightBucket, rightTopic, withBucket, withTopic } from '../../test/fixtures/broken-facts.ts';
import { gradeFacts } from '../grade.ts';

function stepOf(facts: Facts, id: string) {
  const steps = gradeFacts(facts).tasks.flatMap((task) => task.steps);
  return steps.find((step) => step.id === id);
}

describe("a bucket's second notification", () => {
  const [first] = rightBucket.notifications;
  const second = { id: 'b', to: 'topic', arn: rightTopic.arn, prefix: '', suffix: '' } as const;

  it('may cover all keys when it is for other events', () => {
    const events = ['s3:ObjectRestore:Completed'];
    const notifications = [...(first ? [first] : []), { ...second, events }];
    assert.equal(stepOf(withBucket({ notifications }), '3.2.filter')?.verdict, 'pass');
  });

  it('may not cover all keys when it is for object creation', () => {
    const notifications = [...(first ? [first] : []), { ...second, events: ['s3:ObjectCreated:Copy'] }];
    assert.equal(stepOf(withBucket({ notifications }), '3.2.filter')?.verdict, 'fail');
  });
});

describe('a topic policy with a statement for another service', () => {
  it('is no longer the default policy', () => {
    const owner = {
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: 'SNS:Publish',
      Resource: rightTopic.arn,
      Condition: { StringEquals: { 'AWS:SourceOwner': '111111111111' } },
    };
    const events = { ...owner, Principal: { Service: 'events.amazonaws.com' }, Condition: {} };
    assert.equal(stepOf(withTopic({ policy: { Statement: [owner] } }), '3.1.publish')?.verdict, 'not-yet');
    assert.equal(
      stepOf(withTopic({ policy: { Statement: [owner, events] } }), '3.1.publish')?.verdict,
      'fail',
    );
  });
});
