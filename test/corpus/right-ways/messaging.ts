/** Topics, queues and policies that work, but differ from the lab's. */
import { SetTopicAttributesCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import {
  addQueueStatement,
  addTopicStatement,
  changeQueueStatement,
  changeTopicStatement,
  setQueue,
  setQueuePolicy,
  setSubscription,
  setTopicPolicy,
  topicStatements,
} from '../../../solve/faults/changes.ts';
import type { RightWay } from '../../../solve/faults/set-up.ts';
import { forEachLabOutput } from '../../../solve/labs/hand-built-lab.ts';
import { createTopic, queueArn, subscribe } from '../../../solve/labs/messaging.ts';

export const messagingRightWays: readonly RightWay[] = [
  {
    name: 'by-the-letters',
    difference: 'None: this is the lab exactly as it is written.',
  },
  {
    name: 'raw-message-delivery',
    difference: 'The subscriptions use raw message delivery.',
    apply: (lab) => forEachLabOutput((end) => setSubscription(lab, end, { RawMessageDelivery: 'true' })),
  },
  {
    name: 'condition-keys-in-other-case',
    difference: 'Condition keys, actions and operators are written in another case.',
    apply: async (lab) => {
      await changeTopicStatement(lab, {
        Action: 'sns:publish',
        Condition: { StringEquals: { 'AWS:sourceaccount': lab.account } },
      });
      await changeQueueStatement(lab, 'thumbnail', {
        Action: 'SQS:sendmessage',
        Condition: { ArnLike: { 'AWS:SOURCEARN': lab.topic.arn } },
      });
    },
  },
  {
    name: 'topic-policy-without-the-statement-for-s3',
    difference:
      'Only the first of the two statements was pasted. It also allows S3 of this account to publish.',
    apply: (lab) => setTopicPolicy(lab, topicStatements(lab).slice(0, 1)),
  },
  {
    name: 'topic-policy-of-one-statement',
    difference: 'The topic allows S3 to publish for one bucket of the account, and has no other statement.',
    apply: (lab) =>
      setTopicPolicy(lab, [
        {
          Effect: 'Allow',
          Principal: { Service: ['s3.amazonaws.com'] },
          Action: ['sns:Publish'],
          Resource: [lab.topic.arn],
          Condition: {
            StringEquals: { 'aws:SourceAccount': [lab.account] },
            ArnLike: { 'aws:SourceArn': `arn:aws:s3:*:*:${lab.bucket}` },
          },
        },
      ]),
    spared: ['any-own-bucket-may-publish'],
  },
  {
    name: 'topic-policy-with-wildcards',
    difference: 'The action, the resource and the account contain wildcards.',
    apply: (lab) =>
      changeTopicStatement(lab, {
        Sid: 'Uploads',
        Action: 'sns:Pub*',
        Resource: 'arn:aws:sns:*:*:resize-image-topic-????',
        Condition: { StringLike: { 'aws:SourceAccount': `${lab.account.slice(0, 6)}*` } },
      }),
  },
  {
    name: 'topic-that-any-bucket-may-tell',
    difference: 'The statement for S3 has no condition, so it allows more than needed.',
    apply: (lab) => changeTopicStatement(lab, { Condition: undefined }),
    advice: ['any-bucket-may-publish'],
    spared: ['any-own-bucket-may-publish'],
  },
  {
    name: 'topic-policy-that-denies-strangers',
    difference: 'The topic also has a Deny, which does not apply to S3 of this account.',
    apply: (lab) =>
      addTopicStatement(lab, {
        Effect: 'Deny',
        Principal: '*',
        Action: 'sns:*',
        Condition: {
          StringNotEquals: { 'aws:SourceAccount': lab.account },
          Null: { 'aws:SourceAccount': 'false' },
        },
      }),
  },
  {
    name: 'queue-policy-as-in-the-template',
    difference: 'The queues allow the service SNS to send, and have no statement for the account.',
    apply: (lab) =>
      forEachLabOutput((end) =>
        setQueuePolicy(lab, end, [
          {
            Effect: 'Allow',
            Principal: { Service: 'sns.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: lab.queues[end].arn,
            Condition: { ArnEquals: { 'aws:SourceArn': lab.topic.arn } },
          },
        ]),
      ),
  },
  {
    name: 'queue-policy-by-strings',
    difference:
      'The condition matches the topic with StringLike and wildcards, and the principal is a single star.',
    apply: (lab) =>
      changeQueueStatement(lab, 'mobile', {
        Principal: '*',
        Action: ['sqs:*'],
        Resource: '*',
        Condition: {
          StringLike: { 'aws:SourceArn': ['arn:aws:sns:*:*:resize-image-topic-*', 'arn:aws:sns:::other'] },
        },
      }),
    advice: ['any-topic-may-send'],
  },
  {
    name: 'queue-that-everyone-may-send-to',
    difference: 'The statement for the topic has no condition, so it allows more than needed.',
    apply: (lab) => changeQueueStatement(lab, 'thumbnail', { Condition: undefined }),
    advice: ['open-queue-thumbnail-queue'],
  },
  {
    name: 'queue-with-statements-for-others',
    difference: 'The queues also allow another topic to send, and deny a third one.',
    apply: async (lab) => {
      const other = lab.topic.arn.replace('resize-image', 'other');
      await addQueueStatement(lab, 'thumbnail', {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Condition: { ArnLike: { 'aws:SourceArn': other } },
      });
      await addQueueStatement(lab, 'mobile', {
        Effect: 'Deny',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Condition: { ArnLike: { 'aws:SourceArn': other } },
      });
    },
  },
  {
    name: 'more-queues-topics-and-subscribers',
    difference: 'The account has other topics and queues, and a third queue is subscribed.',
    apply: async (lab) => {
      await createTopic(lab.aws, 'alarms');
      for (const QueueName of ['thumbnail-queue-dead', 'archive-queue'])
        await lab.aws.sqs.send(new CreateQueueCommand({ QueueName }));
      await subscribe(lab.aws, lab.topic.arn, 'sqs', queueArn(lab.topic.arn, 'archive-queue'));
      await subscribe(lab.aws, lab.topic.arn, 'email', 'teacher@example.com');
    },
  },
  {
    name: 'dead-letter-queues-for-all',
    difference:
      'After three receives, messages move to a dead-letter queue that any queue is allowed to use.',
    apply: async (lab) => {
      const QueueName = 'dead-letters';
      await lab.aws.sqs.send(new CreateQueueCommand({ QueueName }));
      const deadLetterTargetArn = queueArn(lab.topic.arn, QueueName);
      const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 3 });
      await forEachLabOutput((end) => setQueue(lab, end, { RedrivePolicy }));
    },
    advice: ['few-tries', 'dead-letter-retention', 'redrive-allow-policy'],
    spared: ['dead-letter-queue'],
  },
  {
    name: 'queues-with-other-settings',
    difference: 'The queues keep messages for a day, and use long polling of 20 s.',
    apply: (lab) =>
      forEachLabOutput((end) =>
        setQueue(lab, end, {
          MessageRetentionPeriod: '86400',
          ReceiveMessageWaitTimeSeconds: '20',
          VisibilityTimeout: '300',
        }),
      ),
    spared: ['long-polling'],
  },
  {
    name: 'topic-with-a-display-name-and-another-number',
    difference: 'The topic has other digits and a display name.',
    names: { topic: 'resize-image-topic-0007' },
    apply: ({ aws, topic }) =>
      aws.sns.send(
        new SetTopicAttributesCommand({
          TopicArn: topic.arn,
          AttributeName: 'DisplayName',
          AttributeValue: 'Pictures',
        }),
      ),
  },
];
