import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lifecycleRuleFacts } from './bucket.ts';
import { notificationFacts } from './notifications.ts';
import { parsePolicyText } from './policy-text.ts';

describe('a notification', () => {
  it('is read with its filter, whatever the case of the names', () => {
    const Rules = (prefix: string, suffix: string) => ({
      Key: {
        FilterRules: [
          { Name: prefix as 'prefix', Value: 'ingest/' },
          { Name: suffix as 'suffix', Value: '.jpg' },
        ],
      },
    });
    for (const Filter of [Rules('prefix', 'suffix'), Rules('Prefix', 'Suffix')]) {
      const TopicConfigurations = [
        { Id: 'x', TopicArn: 'arn:t', Events: ['s3:ObjectCreated:*' as const], Filter },
      ];
      assert.deepEqual(notificationFacts({ TopicConfigurations }), [
        {
          id: 'x',
          to: 'topic',
          arn: 'arn:t',
          events: ['s3:ObjectCreated:*'],
          prefix: 'ingest/',
          suffix: '.jpg',
        },
      ]);
    }
  });

  it('is also read when it goes to a queue, a function or EventBridge', () => {
    const all = notificationFacts({
      QueueConfigurations: [{ QueueArn: 'arn:q', Events: [] }],
      LambdaFunctionConfigurations: [{ LambdaFunctionArn: 'arn:f', Events: [] }],
      EventBridgeConfiguration: {},
    });
    assert.deepEqual(
      all.map(({ to, arn }) => [to, arn]),
      [
        ['queue', 'arn:q'],
        ['function', 'arn:f'],
        ['event-bridge', ''],
      ],
    );
  });
});

describe('a lifecycle rule', () => {
  const rule = { ID: 'cleanup', Status: 'Enabled', Expiration: { Days: 30 } } as const;
  const plain = {
    id: 'cleanup',
    enabled: true,
    prefix: 'ingest/',
    narrowed: false,
    limits: { moreThan: null, lessThan: null, tags: 0 },
    expirationDays: 30,
    expirationDate: null,
    noncurrentDays: null,
    keptVersions: 0,
    expiresDeleteMarkers: false,
  };

  for (const [what, given, expected] of [
    ['with a filter', { ...rule, Filter: { Prefix: 'ingest/' } }, plain],
    ['of the old form', { ...rule, Prefix: 'ingest/' }, plain],
    [
      'with tags',
      { ...rule, Filter: { And: { Prefix: 'ingest/', Tags: [{ Key: 'a', Value: 'b' }] } } },
      { ...plain, narrowed: true, limits: { moreThan: null, lessThan: null, tags: 1 } },
    ],
    [
      'with a size',
      { ...rule, Filter: { ObjectSizeGreaterThan: 0 } },
      { ...plain, prefix: '', narrowed: true, limits: { moreThan: 0, lessThan: null, tags: 0 } },
    ],
    ['for the whole bucket', { ...rule, Filter: { Prefix: '' } }, { ...plain, prefix: '' }],
    [
      'for old versions only, switched off',
      {
        ID: 'x',
        Status: 'Disabled',
        Filter: { Prefix: 'ingest/' },
        NoncurrentVersionExpiration: { NoncurrentDays: 1 },
      },
      { ...plain, id: 'x', enabled: false, expirationDays: null, noncurrentDays: 1 },
    ],
  ] as const) {
    it(`${what} is read`, () =>
      assert.deepEqual(lifecycleRuleFacts(given as Parameters<typeof lifecycleRuleFacts>[0]), expected));
  }
});

describe('the text of a policy', () => {
  it('is JSON, URL-encoded by IAM or not', () => {
    assert.deepEqual(parsePolicyText('{"Version":"2012-10-17"}'), { Version: '2012-10-17' });
    assert.deepEqual(parsePolicyText('%7B%22Version%22%3A%222012-10-17%22%7D'), { Version: '2012-10-17' });
  });

  it('is null without a policy, and stays text when it is not JSON', () => {
    assert.deepEqual([parsePolicyText(undefined), parsePolicyText('')], [null, null]);
    assert.equal(parsePolicyText('{'), '{');
  });
});
