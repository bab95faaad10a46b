/** Task 1. */

import { PutBucketNotificationConfigurationCommand } from '@aws-sdk/client-s3';
import { CreateTopicCommand, DeleteTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { LAB_OUTPUT_NAMES } from '../../../lab/output-names.ts';
import type { BuiltLab } from '../../labs/hand-built-lab.ts';
import { createTopic, putTopicPolicy, subscribe } from '../../labs/messaging.ts';
import { pastedTopicPolicy, subscribedQueuePolicy } from '../../labs/policies.ts';
import { setQueuePolicy } from '../changes.ts';
import type { Mutant } from '../set-up.ts';

export const topicMutants: readonly Mutant[] = [
  {
    name: 'no-topic',
    mistake: 'The topic was deleted.',
    apply: deleteTopic,
    fails: ['1.topic'],
    hint: /no topic has a name that begins with resize-image-topic-/,
  },
  {
    name: 'topic-name-misspelt',
    mistake: 'The topic is named resize-images-topic-2718.',
    names: { topic: 'resize-images-topic-2718' },
    fails: ['1.topic'],
    hint: /Found a topic named resize-images-topic-2718\./,
  },
  {
    name: 'topic-name-in-capitals',
    mistake: 'The topic is named Resize-Image-Topic-2718.',
    names: { topic: 'Resize-Image-Topic-2718' },
    fails: ['1.topic'],
    hint: /Found a topic named Resize-Image-Topic-2718\./,
  },
  {
    name: 'topic-is-fifo',
    mistake: 'The topic is a FIFO topic, the type that the console offers first.',
    apply: async (lab) => {
      await deleteTopic(lab);
      await dropNotifications(lab);
      const topic = await createTopic(lab.aws, 'resize-image-topic-2718.fifo');
      await putTopicPolicy(lab.aws, topic, pastedTopicPolicy(topic.arn));
      for (const end of LAB_OUTPUT_NAMES) {
        await setQueuePolicy(lab, end, subscribedQueuePolicy(lab.queues[end].arn, topic.arn).Statement);
        await subscribe(lab.aws, topic.arn, 'sqs', lab.queues[end].arn);
      }
      await subscribe(lab.aws, topic.arn, 'email', 'learner@example.com');
    },
    fails: ['1.standard'],
    hint: /FIFO/,
  },
  {
    name: 'topic-in-another-region',
    mistake: 'The topic was created in another region.',
    apply: async (lab) => {
      await deleteTopic(lab);
      const elsewhere = await inRegion(lab, 'eu-west-1');
      await elsewhere.send(new CreateTopicCommand({ Name: lab.topic.name }));
    },
    fails: ['1.topic'],
    hint: /SNS → Topics, in ap-northeast-1/,
  },
];

async function deleteTopic({ aws, topic }: BuiltLab): Promise<void> {
  await aws.sns.send(new DeleteTopicCommand({ TopicArn: topic.arn }));
}

async function dropNotifications({ aws, bucket }: BuiltLab): Promise<void> {
  await aws.s3.send(
    new PutBucketNotificationConfigurationCommand({ Bucket: bucket, NotificationConfiguration: {} }),
  );
}

async function inRegion({ aws }: BuiltLab, region: string): Promise<SNSClient> {
  const { credentials, endpoint } = aws.sns.config;
  return new SNSClient({ region, credentials, ...(endpoint && { endpoint: await endpoint() }) });
}
