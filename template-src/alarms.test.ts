import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LONGEST_WAIT_SECONDS } from './alarms.ts';
import { allResources, properties, resources } from './plain-resources.ts';

interface AlarmProperties {
  AlarmDescription: string;
  Namespace: string;
  MetricName: string;
  Dimensions: [{ Name: string; Value: string }];
  Threshold: number;
  Period: number;
  EvaluationPeriods: number;
  TreatMissingData: string;
  AlarmActions?: string[];
  OKActions?: string[];
}

/** What the template makes of them is checked against AWS's schema when it is linted. */
const alarmsOf = (all: typeof resources) =>
  Object.values(all).flatMap(({ Type, Properties }) =>
    Type === 'AWS::CloudWatch::Alarm' ? [Properties as unknown as AlarmProperties] : [],
  );

test('an alarm watches both of everything, and the one topic', () => {
  const watched = alarmsOf(resources).map(
    ({ MetricName, Dimensions: [{ Value }] }) => `${MetricName} of ${Value}`,
  );
  assert.deepEqual(watched, [
    'NumberOfNotificationsFailed of <ResizeImageTopic.TopicName>',
    'NumberOfNotificationsFailedToRedriveToDlq of <ResizeImageTopic.TopicName>',
    'ApproximateAgeOfOldestMessage of <ThumbnailQueue.QueueName>',
    'ApproximateAgeOfOldestMessage of <MobileQueue.QueueName>',
    'ApproximateNumberOfMessagesVisible of <ThumbnailDeadLetterQueue.QueueName>',
    'ApproximateNumberOfMessagesVisible of <MobileDeadLetterQueue.QueueName>',
    'Errors of <CreateThumbnail>',
    'Errors of <CreateMobileImage>',
    'Throttles of <CreateThumbnail>',
    'Throttles of <CreateMobileImage>',
  ]);
});

test("each metric has its service's namespace and dimension", () => {
  const dimensions = { 'AWS/SNS': 'TopicName', 'AWS/SQS': 'QueueName', 'AWS/Lambda': 'FunctionName' };
  for (const {
    Namespace,
    Dimensions: [{ Name }],
  } of alarmsOf(resources)) {
    assert.equal(Object.entries(dimensions).find(([namespace]) => namespace === Namespace)?.[1], Name);
  }
});

test('a single dead letter, error or lost delivery is enough', () => {
  for (const { MetricName, Threshold } of alarmsOf(resources)) {
    if (MetricName !== 'ApproximateAgeOfOldestMessage') assert.equal(Threshold, 0, MetricName);
  }
});

test('a message that only fails is a dead letter before the queue counts as slow', () => {
  for (const id of ['ThumbnailQueue', 'MobileQueue']) {
    const { VisibilityTimeout, RedrivePolicy } = properties(id);
    const { maxReceiveCount } = RedrivePolicy as { maxReceiveCount: number };
    assert.equal(LONGEST_WAIT_SECONDS, Number(VisibilityTimeout) * maxReceiveCount);
  }
});

test('an alarm says what to do, and that it knows nothing is no alarm', () => {
  for (const { AlarmDescription, TreatMissingData } of alarmsOf(resources)) {
    assert.match(
      AlarmDescription,
      /npm run (dead-letters|redrive)|MaximumConcurrency|MaxMegapixels|upload those pictures again/,
    );
    assert.ok(AlarmDescription.length <= 1024);
    assert.equal(TreatMissingData, 'notBreaching');
  }
});

test('an alarm tells somebody when there is an address, at its start and at its end; else there is no topic', () => {
  for (const { AlarmActions, OKActions } of alarmsOf(allResources)) {
    assert.deepEqual([AlarmActions, OKActions], [['<AlarmTopic>'], ['<AlarmTopic>']]);
  }
  for (const { AlarmActions, OKActions } of alarmsOf(resources)) {
    assert.deepEqual([AlarmActions, OKActions], [undefined, undefined]);
  }
  assert.deepEqual(
    Object.keys(resources).filter((id) => id.startsWith('AlarmTopic') || id === 'AlarmEmailSubscription'),
    [],
  );
});
