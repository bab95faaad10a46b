/** Tasks 2.1 to 2.3: queues and their subscriptions. */

import { UnsubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, DeleteQueueCommand } from '@aws-sdk/client-sqs';
import type { LabOutput } from '../../../lab/output-names.ts';
import type { BuiltLab } from '../../labs/hand-built-lab.ts';
import { createTopic, subscribe } from '../../labs/messaging.ts';
import { LAB_NAMES } from '../../labs/names.ts';
import { setQueue, setSubscription } from '../changes.ts';
import type { Mutant } from '../set-up.ts';

export const queueMutants: readonly Mutant[] = [
  {
    name: 'no-mobile-queue',
    mistake: 'The second queue was never created.',
    apply: (lab) => deleteQueue(lab, 'mobile'),
    fails: ['2.2.queue'],
    hint: /no queue is named mobile-queue/,
  },
  {
    name: 'thumbnail-queue-misspelt',
    mistake: 'The first queue is named thumbnails-queue, and everything else refers to that name.',
    names: { queues: { ...LAB_NAMES.queues, thumbnail: 'thumbnails-queue' } },
    fails: ['2.1.queue'],
    hint: /Found a queue named thumbnails-queue\./,
  },
  {
    name: 'mobile-queue-with-underscore',
    mistake: 'The second queue is named mobile_queue.',
    names: { queues: { ...LAB_NAMES.queues, mobile: 'mobile_queue' } },
    fails: ['2.2.queue'],
    hint: /Found a queue named mobile_queue\. The lab expects mobile-queue\./,
  },
  {
    name: 'thumbnail-queue-is-fifo',
    mistake: 'The first queue is a FIFO queue.',
    apply: async (lab) => {
      await deleteQueue(lab, 'thumbnail');
      const Attributes = { FifoQueue: 'true' };
      await lab.aws.sqs.send(new CreateQueueCommand({ QueueName: 'thumbnail-queue.fifo', Attributes }));
    },
    fails: ['2.1.queue'],
    hint: /FIFO|thumbnail-queue\.fifo/,
  },
  {
    name: 'mobile-queue-not-subscribed',
    mistake: 'The second queue is not subscribed to the topic.',
    apply: (lab) => unsubscribe(lab, 'mobile'),
    fails: ['2.2.subscription'],
    hint: /mobile-queue is not subscribed.*The topic delivers to thumbnail-queue\./,
  },
  {
    name: 'same-queue-subscribed-twice',
    mistake: 'The first queue was subscribed twice, and the second queue was not.',
    apply: async (lab) => {
      await unsubscribe(lab, 'mobile');
      await subscribe(lab.aws, lab.topic.arn, 'sqs', lab.queues.thumbnail.arn);
    },
    fails: ['2.2.subscription'],
    hint: /mobile-queue is not subscribed/,
  },
  {
    name: 'subscribed-to-another-topic',
    mistake: 'The second queue is subscribed to a topic from an earlier exercise.',
    apply: async (lab) => {
      await unsubscribe(lab, 'mobile');
      const other = await createTopic(lab.aws, 'my-first-topic');
      await subscribe(lab.aws, other.arn, 'sqs', lab.queues.mobile.arn);
    },
    fails: ['2.2.subscription'],
    hint: /mobile-queue is not subscribed to resize-image-topic-2718/,
  },
  {
    name: 'subscription-of-another-account',
    mistake: 'The subscription names a queue in the account of a tutorial.',
    apply: async (lab) => {
      await unsubscribe(lab, 'thumbnail');
      const foreign = lab.queues.thumbnail.arn.replace(lab.account, '123456789012');
      await subscribe(lab.aws, lab.topic.arn, 'sqs', foreign);
    },
    fails: ['2.1.subscription'],
    hint: /thumbnail-queue is not subscribed/,
  },
  {
    name: 'subscription-with-a-filter',
    mistake: 'A subscription filter policy matches only the test message of the lab.',
    apply: (lab) =>
      setSubscription(lab, 'thumbnail', { FilterPolicy: JSON.stringify({ Message: ['Hello World'] }) }),
    fails: ['2.1.subscription'],
    hint: /filter policy/,
  },
  {
    name: 'subscription-with-a-filter-of-the-body',
    mistake: 'A filter policy for the message body names another bucket.',
    apply: (lab) =>
      setSubscription(lab, 'mobile', {
        FilterPolicyScope: 'MessageBody',
        FilterPolicy: JSON.stringify({ Records: { s3: { bucket: { name: ['another-bucket'] } } } }),
      }),
    fails: ['2.2.subscription'],
    hint: /filter policy/,
  },
  {
    name: 'subscription-with-a-filter-for-what-has-no-attribute',
    mistake: 'A filter policy has "exists": false, which a message without attributes does not match.',
    apply: (lab) =>
      setSubscription(lab, 'mobile', { FilterPolicy: JSON.stringify({ Message: [{ exists: false }] }) }),
    fails: ['2.2.subscription'],
    hint: /filter policy.*no message attributes/,
  },
  {
    name: 'thumbnail-queue-encrypted-with-the-key-of-sqs',
    mistake: 'The first queue is encrypted with alias/aws/sqs, a key that SNS is not allowed to use.',
    apply: (lab) => setQueue(lab, 'thumbnail', { KmsMasterKeyId: 'alias/aws/sqs' }),
    fails: ['2.1.policy'],
    hint: /encrypted with alias\/aws\/sqs/,
  },
  {
    name: 'thumbnail-queue-delays-messages',
    mistake: 'The first queue has a delivery delay of 15 minutes.',
    apply: (lab) => setQueue(lab, 'thumbnail', { DelaySeconds: '900' }),
    fails: ['2.3.thumbnail', '7.1.thumbnail', '7.2.thumbnail'],
    hint: /delays every message by 900 s/,
  },
  {
    name: 'mobile-queue-delays-messages',
    mistake: 'The second queue has a delivery delay of 15 minutes.',
    apply: (lab) => setQueue(lab, 'mobile', { DelaySeconds: '900' }),
    fails: ['2.3.mobile', '7.1.mobile', '7.2.mobile'],
    hint: /delays every message by 900 s/,
  },
];

async function deleteQueue(lab: BuiltLab, end: LabOutput): Promise<void> {
  await unsubscribe(lab, end);
  await lab.aws.sqs.send(new DeleteQueueCommand({ QueueUrl: lab.queues[end].url }));
}

async function unsubscribe({ aws, queues }: BuiltLab, end: LabOutput): Promise<void> {
  const SubscriptionArn = queues[end].subscriptionArn;
  await aws.sns.send(new UnsubscribeCommand({ SubscriptionArn }));
}
