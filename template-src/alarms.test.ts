import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FUNCTION_NAMES, OUTPUT_NAMES, outputId } from '../lab/output-names.ts';
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

/** The linter checks the rendered alarms against the schema of AWS. */
const alarmsOf = (all: typeof resources) =>
  Object.values(all).flatMap(({ Type, Properties }) =>
    Type === 'AWS::CloudWatch::Alarm' ? [Properties as unknown as AlarmProperties] : [],
  );

test('alarms watch the topic and the queues and functions of every output', () => {
  const watched = alarmsOf(resources).map(
    ({ MetricName, Dimensions: [{ Value }] }) => `${MetricName} of ${Value}`,
  );
  assert.deepEqual(watched, [
    'NumberOfNotificationsFailed of <ResizeImageTopic.TopicName>',
    'NumberOfNotificationsFailedToRedriveToDlq of <ResizeImageTopic.TopicName>',
    ...OUTPUT_NAMES.map((name) => `ApproximateAgeOfOldestMessage of <${outputId(name)}Queue.QueueName>`),
    ...OUTPUT_NAMES.map(
      (name) => `ApproximateNumberOfMessagesVisible of <${outputId(name)}DeadLetterQueue.QueueName>`,
    ),
    ...FUNCTION_NAMES.map((name) => `Errors of <${name}>`),
    ...FUNCTION_NAMES.map((name) => `Throttles of <${name}>`),
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

test('a message that always fails is a dead letter before the alarm of its queue goes off', () => {
  for (const id of OUTPUT_NAMES.map((name) => `${outputId(name)}Queue`)) {
    const { VisibilityTimeout, RedrivePolicy } = properties(id);
    const { maxReceiveCount } = RedrivePolicy as { maxReceiveCount: number };
    assert.equal(LONGEST_WAIT_SECONDS, Number(VisibilityTimeout) * maxReceiveCount);
  }
});

test('an alarm says what to do, and missing data is no alarm', () => {
  for (const { AlarmDescription, TreatMissingData } of alarmsOf(resources)) {
    assert.match(
      AlarmDescription,
      /npm run (dead-letters|redrive)|MaximumConcurrency|MaxMegapixels|upload those pictures again/,
    );
    assert.ok(AlarmDescription.length <= 1024);
    assert.equal(TreatMissingData, 'notBreaching');
  }
});

test('an alarm notifies the address at its start and at its end, and without an address there is no topic', () => {
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
