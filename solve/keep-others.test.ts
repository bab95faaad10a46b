import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { LifecycleRule, TopicConfiguration } from '@aws-sdk/client-s3';
import { otherNotifications, otherRules } from './keep-others.ts';
import { keyFilter } from './labs/storage.ts';

function notification(
  Id: string,
  prefix: string,
  suffix: string,
  event: 'ObjectCreated:Put' | 'ObjectRemoved:*' = 'ObjectCreated:Put',
): TopicConfiguration {
  return { Id, TopicArn: 'arn:t', Events: [`s3:${event}`], Filter: keyFilter(prefix, suffix) };
}

it('keeps the notifications that do not overlap with the lab’s, whatever their destination', () => {
  const stays = [
    notification('reports', 'reports/', ''),
    notification('texts', '', '.txt'),
    notification('removals', 'ingest/', '.jpg', 'ObjectRemoved:*'),
  ];
  const goes = [
    notification('resize-image-event', 'reports/', ''),
    notification('everything', '', ''),
    notification('cats', 'ingest/cats/', 'cat.jpg'),
  ];
  const toQueue = { QueueArn: 'arn:q', Events: stays[0]?.Events, Filter: stays[0]?.Filter };
  const configuration = {
    TopicConfigurations: [...stays, ...goes],
    QueueConfigurations: [toQueue],
    LambdaFunctionConfigurations: [{ LambdaFunctionArn: 'arn:f', Events: toQueue.Events }],
    EventBridgeConfiguration: {},
  };
  assert.deepEqual(otherNotifications(configuration), {
    kept: {
      TopicConfigurations: stays,
      QueueConfigurations: [toQueue],
      LambdaFunctionConfigurations: [],
      EventBridgeConfiguration: {},
    },
    dropped: ['everything', 'cats', 'without a name'],
  });
  assert.deepEqual(otherNotifications({}), { kept: {}, dropped: [] });
});

it('keeps the lifecycle rules that delete no upload before the lab’s', () => {
  const rule = (ID: string, Prefix: string, Expiration: LifecycleRule['Expiration']): LifecycleRule => ({
    ...{ ID, Status: 'Enabled', Filter: { Prefix }, Expiration },
  });
  const tagged = { ...rule('tagged', '', { Days: 1 }), Filter: { Tag: { Key: 'a', Value: 'b' } } };
  const stays = [
    rule('reports', 'reports/', { Days: 1 }),
    rule('year', '', { Days: 365 }),
    { ...rule('off', 'ingest/', { Days: 1 }), Status: 'Disabled' as const },
    { ...rule('parts', '', undefined), AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } },
    tagged,
  ];
  const goes = [
    rule('cleanup', 'ingest/', { Days: 7 }),
    rule('tidy', '', { Days: 1 }),
    rule('day', 'ingest/2026/', { Date: new Date('2027-01-31T00:00:00Z') }),
  ];
  const old: LifecycleRule = { ID: 'old', Status: 'Enabled', Prefix: 'logs/', Expiration: { Days: 5 } };
  assert.deepEqual(otherRules([...stays, ...goes, old]), {
    kept: [...stays, { ID: 'old', Status: 'Enabled', Filter: { Prefix: 'logs/' }, Expiration: { Days: 5 } }],
    dropped: ['tidy', 'day'],
  });
});
