import { SNS, SQS } from 'cloudform';
import {
  deadLetterQueueName,
  type OutputId,
  type OutputName,
  outputId,
  queueName,
} from '../lab/output-names.ts';
import { OUTPUTS } from '../lab/outputs.ts';
import { keyIfAny } from './encryption.ts';
import { FUNCTION_TIMEOUT_SECONDS } from './function-build.ts';
import { attribute, noValue, pseudo, ref, when } from './intrinsics.ts';
import type { IdOf, QUEUE_ENDS } from './logical-ids.ts';
import { namesOf, queueArn } from './names.ts';
import { denyWithoutTls, policyDocument } from './policies.ts';
import { resourcesOfEachOutput } from './resource.ts';
import type { Suppression } from './suppressions.ts';
import { taskComment } from './task-comment.ts';

const DAY_SECONDS = 24 * 60 * 60;

/** SQS moves a message to the dead-letter queue after it was received this many times and not deleted. */
export const MAX_RECEIVES = 5;

const sqsKeys: Suppression = {
  rules: ['CKV_AWS_27'],
  because:
    'Without a key of yours, SQS encrypts with its own keys (SqsManagedSseEnabled). This rule does not know them.',
  onlyWithoutKey: true,
};

const lastQueue: Suppression = {
  rules: ['ES6000'],
  because: 'This is a dead-letter queue itself.',
};

export const queueResources = resourcesOfEachOutput<OutputId, typeof QUEUE_ENDS>(
  outputId,
  (name, isFirst) => {
    const id = outputId(name);
    return {
      DeadLetterQueue: deadLetterQueue(name, isFirst),
      DeadLetterQueuePolicy: {
        comment: `No task: SNS may send what it could not deliver to this queue, for this topic of this account.${
          isFirst ? ' SQS needs no\npermission to move messages here.' : ''
        }`,
        resource: queuePolicy(`${id}DeadLetterQueue`),
      },
      Queue: queue(name, isFirst),
      QueuePolicy: {
        comment: taskComment(
          name,
          'queue',
          `only SNS may send messages, and only for this topic of this account.${
            isFirst ? ' The console adds a similar\nstatement when you subscribe the queue.' : ''
          }`,
        ),
        resource: queuePolicy(`${id}Queue`),
      },
      QueueSubscription: {
        comment: taskComment(
          name,
          'queue',
          isFirst
            ? 'the subscription of the queue. Its policy is created first, so that no message is refused in between.'
            : 'the subscription of the queue. Every subscribed queue gets a copy of each message (task 2.3).',
        ),
        dependsOn: [`${id}QueuePolicy`, `${id}DeadLetterQueuePolicy`],
        resource: new SNS.Subscription({
          // https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html
          TopicArn: ref('ResizeImageTopic'),
          Protocol: 'sqs',
          Endpoint: attribute(`${id}Queue`, 'Arn'),
          RedrivePolicy: { deadLetterTargetArn: attribute(`${id}DeadLetterQueue`, 'Arn') },
        }),
      },
    };
  },
);

/** @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-queueconfig */
function queue(name: OutputName, isFirst: boolean) {
  return {
    comment: taskComment(
      name,
      'queue',
      isFirst
        ? `the uploads that wait for ${OUTPUTS[name].functionName}. A received message stays hidden for six times the timeout of
the function, as Lambda recommends. Otherwise SQS would deliver a picture again while the function still works on it.`
        : `the uploads that wait for ${OUTPUTS[name].functionName}. It has a queue of its own, so that no function waits for another.`,
    ),
    onDeletion: 'Delete',
    onReplacement: 'Retain',
    why: {
      ...(isFirst && {
        UpdateReplacePolicy:
          'A new NameSuffix creates a new queue. The messages that wait in this one are kept.',
        'Properties.MessageRetentionPeriod':
          'Four days, the default of SQS: time to repair a function that does not run while its uploads wait here.',
        'Properties.ReceiveMessageWaitTimeSeconds':
          'Long polling for the longest time that SQS allows, because empty answers cost money, too.',
        'Properties.RedrivePolicy': `${MAX_RECEIVES} tries, ${(6 * FUNCTION_TIMEOUT_SECONDS) / 60} minutes apart: enough for problems that pass by themselves, and an end for those that do not.`,
        'Properties.SqsManagedSseEnabled': 'The keys of SQS, unless you give one of your own.',
      }),
    },
    suppressed: [sqsKeys],
    resource: new SQS.Queue({
      QueueName: namesOf(name).queue,
      VisibilityTimeout: 6 * FUNCTION_TIMEOUT_SECONDS,
      MessageRetentionPeriod: 4 * DAY_SECONDS,
      ReceiveMessageWaitTimeSeconds: 20,
      RedrivePolicy: {
        deadLetterTargetArn: attribute(`${outputId(name)}DeadLetterQueue`, 'Arn'),
        maxReceiveCount: MAX_RECEIVES,
      },
      ...encrypted(),
    }),
  } as const;
}

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html */
function deadLetterQueue(name: OutputName, isFirst: boolean) {
  const { functionName } = OUTPUTS[name];
  return {
    comment: isFirst
      ? `No task: the uploads that ${functionName} could not process. They stay for two weeks, which is longer than in ${queueName(name)},
because a message keeps its age when SQS moves it. Both the queue and its subscription use this dead-letter queue: SQS
moves messages back only to a queue that names it.`
      : `No task: the uploads that ${functionName} could not process.`,
    onDeletion: 'Delete',
    onReplacement: 'Retain',
    why: {
      ...(isFirst && {
        'Properties.MessageRetentionPeriod': 'Two weeks, the longest time that SQS allows.',
        'Properties.RedriveAllowPolicy': `Only ${queueName(name)} may use it, so that ${deadLetterQueueName(name)} holds nothing else.`,
      }),
    },
    suppressed: [sqsKeys, lastQueue],
    resource: new SQS.Queue({
      QueueName: namesOf(name).deadLetterQueue,
      MessageRetentionPeriod: 14 * DAY_SECONDS,
      RedriveAllowPolicy: { redrivePermission: 'byQueue', sourceQueueArns: [queueArn(namesOf(name).queue)] },
      ...encrypted(),
    }),
  } as const;
}

/** Encryption either with the keys of SQS or with a key of KMS. */
function encrypted() {
  return { SqsManagedSseEnabled: when('UsesKey', noValue, true), KmsMasterKeyId: keyIfAny };
}

/** @see https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html */
function queuePolicy(id: IdOf<'AWS::SQS::Queue'>): SQS.QueuePolicy {
  return new SQS.QueuePolicy({
    Queues: [ref(id)],
    PolicyDocument: policyDocument(
      {
        Sid: 'AllowTopicToSend',
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: attribute(id, 'Arn'),
        Condition: {
          ArnEquals: { 'aws:SourceArn': ref('ResizeImageTopic') },
          // SNS does not document that it sends the account. A condition without IfExists could deny everything.
          StringEqualsIfExists: { 'aws:SourceAccount': pseudo.accountId },
        },
      },
      denyWithoutTls('sqs:*', attribute(id, 'Arn')),
    ),
  });
}
