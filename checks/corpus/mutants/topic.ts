/** Task 1. */

import { PutBucketNotificationConfigurationCommand } from '@aws-sdk/client-s3';
import { CreateTopicCommand, DeleteTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { ENDS } from '../../facts.ts';
import { setQueuePolicy } from '../changes.ts';
import type { BuiltLab } from '../hand-built-lab.ts';
import { createTopic, putTopicPolicy, subscribe } from '../lab/messaging.ts';
import { pastedTopicPolicy, subscribedQueuePolicy } from '../lab/policies.ts';
import type { Mutant } from '../set-up.ts';

export const topicMutants: readonly Mutant[] = [
  {
    name: 'no-topic',
    mistake: 'The topic was deleted while tidying up.',
    apply: deleteTopic,
    fails: ['1.topic'],
    hint: /no topic has a name that begins with 'resize-image-topic-'/,
  },
  {
    name: 'topic-name-misspelt',
    mistake: 'The topic is called resize-images-topic-2718.',
    names: { topic: 'resize-images-topic-2718' },
    fails: ['1.topic'],
    hint: /resize-images-topic-2718: was that meant/,
  },
  {
    name: 'topic-name-in-capitals',
    mistake: 'The topic is called Resize-Image-Topic-2718.',
    names: { topic: 'Resize-Image-Topic-2718' },
    fails: ['1.topic'],
    hint: /Resize-Image-Topic-2718: was that meant/,
  },
  {
    name: 'topic-is-fifo',
    mistake: 'The topic is of the type FIFO, which the console offers first.',
    apply: async (lab) => {
      await deleteTopic(lab);
      await dropNotifications(lab);
      const topic = await createTopic(lab.aws, 'resize-image-topic-2718.fifo');
      await putTopicPolicy(lab.aws, topic, pastedTopicPolicy(topic.arn));
      for (const end of ENDS) {
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
    mistake: 'The topic was made while the console showed another region.',
    apply: async (lab) => {
      await deleteTopic(lab);
      const elsewhere = await inRegion(lab, 'eu-west-1');
      await elsewhere.send(new CreateTopicCommand({ Name: lab.topic.name }));
    },
    fails: ['1.topic'],
    hint: /in the region of the lab/,
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
