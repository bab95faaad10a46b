import { SNS, SQS } from 'cloudform';
import { keyIfAny } from './encryption.ts';
import { FUNCTION_TIMEOUT_SECONDS } from './functions.ts';
import { attribute, noValue, pseudo, type Reference, ref, when } from './intrinsics.ts';
import type { IdOf, WorkQueueId } from './logical-ids.ts';
import { names, queueArn } from './names.ts';
import { denyWithoutTls, policyDocument } from './policies.ts';
import type { ResourcesOf } from './resource.ts';
import type { Suppression } from './suppressions.ts';

type QueueId = IdOf<'AWS::SQS::Queue'>;
type DeadLetterQueueId = Exclude<QueueId, WorkQueueId>;

const DAY_SECONDS = 24 * 60 * 60;

/** A message that was received so many times and is still there goes to the dead-letter queue. */
export const MAX_RECEIVES = 5;

const sqsKeys: Suppression = {
  rules: ['CKV_AWS_27'],
  because:
    'Without a key of yours SQS encrypts with its own (SqsManagedSseEnabled), which this rule does not know.',
  onlyWithoutKey: true,
};

const lastQueue: Suppression = {
  rules: ['ES6000'],
  because: 'It is a dead-letter queue itself.',
};

export const queueResources: ResourcesOf<QueueId | `${QueueId}Policy` | `${WorkQueueId}Subscription`> = {
  ThumbnailDeadLetterQueue: {
    comment: `No task: what got no thumbnail, for two weeks: longer than thumbnail-queue keeps it, for a message keeps its age.
Both the queue and its subscription put here what they cannot deliver: SQS moves back only from a queue's own.`,
    onDeletion: 'Delete',
    onReplacement: 'Retain',
    why: {
      'Properties.MessageRetentionPeriod': 'As long as SQS can.',
      'Properties.RedriveAllowPolicy': 'No other queue may use it: what is in here comes from this branch.',
    },
    suppressed: [sqsKeys, lastQueue],
    resource: deadLetterQueue(names.thumbnailDeadLetterQueue, names.thumbnailQueue),
  },
  ThumbnailDeadLetterQueuePolicy: {
    comment:
      'No task: SNS may put here what it could not deliver, for this topic of this account. SQS needs no leave.',
    resource: queuePolicy('ThumbnailDeadLetterQueue'),
  },
  ThumbnailQueue: {
    comment: `Task 2.1: uploads that wait for their thumbnail. What was received stays hidden for six times the function's
timeout, as Lambda asks for: else a picture still in work would be delivered a second time.`,
    onDeletion: 'Delete',
    onReplacement: 'Retain',
    why: {
      UpdateReplacePolicy:
        'With another NameSuffix comes another queue; messages that wait in this one are not lost.',
      'Properties.MessageRetentionPeriod':
        'Four days, as SQS has it by itself: time to mend a function that does not run, whose uploads wait here.',
      'Properties.ReceiveMessageWaitTimeSeconds':
        'Long polling, the most there is: empty answers are billed too.',
      'Properties.RedrivePolicy': `${MAX_RECEIVES} tries, ${(6 * FUNCTION_TIMEOUT_SECONDS) / 60} minutes apart: enough for what passes by itself, and an end for what does not.`,
      'Properties.SqsManagedSseEnabled': "SQS's own keys, unless there is a key of yours.",
    },
    suppressed: [sqsKeys],
    resource: queue(names.thumbnailQueue, 'ThumbnailDeadLetterQueue'),
  },
  ThumbnailQueuePolicy: {
    comment:
      'Task 2.1: only SNS may send, and only for this topic of this account; the console adds the like on subscribing.',
    resource: queuePolicy('ThumbnailQueue'),
  },
  ThumbnailQueueSubscription: {
    comment: 'Task 2.1: subscribes the queue. After its policy, so that no message is refused in between.',
    dependsOn: ['ThumbnailQueuePolicy', 'ThumbnailDeadLetterQueuePolicy'],
    resource: subscription('ThumbnailQueue', 'ThumbnailDeadLetterQueue'),
  },
  MobileDeadLetterQueue: {
    comment: 'No task: what got no mobile picture.',
    onDeletion: 'Delete',
    onReplacement: 'Retain',
    suppressed: [sqsKeys, lastQueue],
    resource: deadLetterQueue(names.mobileDeadLetterQueue, names.mobileQueue),
  },
  MobileDeadLetterQueuePolicy: {
    comment: 'No task: SNS may put here what it could not deliver, for this topic of this account.',
    resource: queuePolicy('MobileDeadLetterQueue'),
  },
  MobileQueue: {
    comment:
      'Task 2.2: uploads that wait for their mobile picture; a queue of its own, so that neither function waits for the other.',
    onDeletion: 'Delete',
    onReplacement: 'Retain',
    suppressed: [sqsKeys],
    resource: queue(names.mobileQueue, 'MobileDeadLetterQueue'),
  },
  MobileQueuePolicy: {
    comment: 'Task 2.2: only SNS may send, and only for this topic of this account.',
    resource: queuePolicy('MobileQueue'),
  },
  MobileQueueSubscription: {
    comment:
      'Task 2.2: subscribes the queue. With both subscribed, a message to the topic arrives twice: task 2.3.',
    dependsOn: ['MobileQueuePolicy', 'MobileDeadLetterQueuePolicy'],
    resource: subscription('MobileQueue', 'MobileDeadLetterQueue'),
  },
};

/** By SQS's own keys or by a key, not both. */
function encrypted() {
  return { SqsManagedSseEnabled: when('UsesKey', noValue, true), KmsMasterKeyId: keyIfAny };
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-queueconfig */
function queue(name: Reference, deadLetters: DeadLetterQueueId): SQS.Queue {
  return new SQS.Queue({
    QueueName: name,
    VisibilityTimeout: 6 * FUNCTION_TIMEOUT_SECONDS,
    MessageRetentionPeriod: 4 * DAY_SECONDS,
    ReceiveMessageWaitTimeSeconds: 20,
    RedrivePolicy: { deadLetterTargetArn: attribute(deadLetters, 'Arn'), maxReceiveCount: MAX_RECEIVES },
    ...encrypted(),
  });
}

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html */
function deadLetterQueue(name: Reference, source: Reference): SQS.Queue {
  return new SQS.Queue({
    QueueName: name,
    MessageRetentionPeriod: 14 * DAY_SECONDS,
    RedriveAllowPolicy: { redrivePermission: 'byQueue', sourceQueueArns: [queueArn(source)] },
    ...encrypted(),
  });
}

/** @see https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html */
function queuePolicy(id: QueueId): SQS.QueuePolicy {
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
          // SNS does not document that it gives the account: demanded always, it could refuse everything.
          StringEqualsIfExists: { 'aws:SourceAccount': pseudo.accountId },
        },
      },
      denyWithoutTls('sqs:*', attribute(id, 'Arn')),
    ),
  });
}

/** @see https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html */
function subscription(id: WorkQueueId, deadLetters: DeadLetterQueueId): SNS.Subscription {
  return new SNS.Subscription({
    TopicArn: ref('ResizeImageTopic'),
    Protocol: 'sqs',
    Endpoint: attribute(id, 'Arn'),
    RedrivePolicy: { deadLetterTargetArn: attribute(deadLetters, 'Arn') },
  });
}
