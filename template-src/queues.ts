import { SNS, SQS } from 'cloudform';
import { FUNCTION_TIMEOUT_SECONDS } from './functions.ts';
import { attribute, pseudo, type Reference, ref } from './intrinsics.ts';
import type { IdOf } from './logical-ids.ts';
import { names } from './names.ts';
import { denyWithoutTls, policyDocument } from './policies.ts';
import type { ResourcesOf } from './resource.ts';

type QueueId = IdOf<'AWS::SQS::Queue'>;

export const queueResources: ResourcesOf<QueueId | `${QueueId}Policy` | `${QueueId}Subscription`> = {
  ThumbnailQueue: {
    comment: `Task 2.1: uploads that wait for their thumbnail. What was received stays hidden for six times the function's
timeout, as Lambda asks for: else a picture still in work would be delivered a second time.`,
    resource: queue(names.thumbnailQueue),
  },
  ThumbnailQueuePolicy: {
    comment:
      'Task 2.1: only SNS may send, and only for this topic of this account; the console adds the like on subscribing.',
    resource: queuePolicy('ThumbnailQueue'),
  },
  ThumbnailQueueSubscription: {
    comment: 'Task 2.1: subscribes the queue. After its policy, so that no message is refused in between.',
    dependsOn: ['ThumbnailQueuePolicy'],
    resource: subscription('ThumbnailQueue'),
  },
  MobileQueue: {
    comment:
      'Task 2.2: uploads that wait for their mobile picture; a queue of its own, so that neither function waits for the other.',
    resource: queue(names.mobileQueue),
  },
  MobileQueuePolicy: {
    comment: 'Task 2.2: only SNS may send, and only for this topic of this account.',
    resource: queuePolicy('MobileQueue'),
  },
  MobileQueueSubscription: {
    comment:
      'Task 2.2: subscribes the queue. With both subscribed, a message to the topic arrives twice: task 2.3.',
    dependsOn: ['MobileQueuePolicy'],
    resource: subscription('MobileQueue'),
  },
};

/** @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-queueconfig */
function queue(name: Reference): SQS.Queue {
  return new SQS.Queue({
    QueueName: name,
    VisibilityTimeout: 6 * FUNCTION_TIMEOUT_SECONDS,
    // Long polling, the most there is: empty answers are billed too.
    ReceiveMessageWaitTimeSeconds: 20,
    SqsManagedSseEnabled: true,
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

function subscription(id: QueueId): SNS.Subscription {
  return new SNS.Subscription({
    TopicArn: ref('ResizeImageTopic'),
    Protocol: 'sqs',
    Endpoint: attribute(id, 'Arn'),
  });
}
