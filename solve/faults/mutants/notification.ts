/** Task 3.2: the bucket and its event notification. */
import {
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListObjectsV2Command,
  type NotificationConfiguration,
  PutBucketNotificationConfigurationCommand,
  type TopicConfiguration,
} from '@aws-sdk/client-s3';
import type { BuiltLab } from '../../labs/hand-built-lab.ts';
import { createTopic, putTopicPolicy } from '../../labs/messaging.ts';
import { pastedTopicPolicy } from '../../labs/policies.ts';
import { keyFilter, putNotification } from '../../labs/storage.ts';
import { addQueueStatement } from '../changes.ts';
import type { Mutant } from '../set-up.ts';

export const notificationMutants: readonly Mutant[] = [
  {
    name: 'no-bucket',
    mistake: 'The bucket was deleted.',
    apply: async (lab) => {
      await emptyBucket(lab);
      await lab.aws.s3.send(new DeleteBucketCommand({ Bucket: lab.bucket }));
    },
    fails: ['3.2.bucket'],
    hint: /no bucket notifies the topic/,
  },
  {
    name: 'bucket-without-notification',
    mistake: 'The event notification was never created.',
    apply: (lab) => setNotifications(lab, {}),
    fails: ['3.2.notification'],
    hint: /has no event notification/,
  },
  {
    name: 'notification-straight-to-a-queue',
    mistake: 'The notification goes directly to the first queue, not to the topic.',
    apply: async (lab) => {
      await addQueueStatement(lab, 'thumbnail', {
        Effect: 'Allow',
        Principal: { Service: 's3.amazonaws.com' },
        Action: 'sqs:SendMessage',
      });
      const QueueArn = lab.queues.thumbnail.arn;
      const Filter = keyFilter('ingest/', '.jpg');
      await setNotifications(lab, {
        QueueConfigurations: [{ Id: 'resize-image-event', QueueArn, Events: ['s3:ObjectCreated:*'], Filter }],
      });
    },
    fails: ['3.2.notification'],
    hint: /goes to the queue thumbnail-queue/,
  },
  {
    name: 'notification-to-another-topic',
    mistake: 'The notification goes to a topic from an earlier exercise.',
    apply: async (lab) => {
      const other = await createTopic(lab.aws, 'my-first-topic');
      await putTopicPolicy(lab.aws, other, pastedTopicPolicy(other.arn));
      await putNotification(lab.aws, lab.bucket, other.arn);
    },
    fails: ['3.2.notification'],
    hint: /goes to the topic my-first-topic/,
  },
  {
    name: 'notification-to-event-bridge',
    mistake: 'EventBridge is on for the bucket, but no event notification was created.',
    apply: (lab) => setNotifications(lab, { EventBridgeConfiguration: {} }),
    fails: ['3.2.notification'],
    hint: /EventBridge/,
  },
  notified('notification-of-put-only', 'Only the event type Put is selected.', {
    changes: { Events: ['s3:ObjectCreated:Put'] },
    fails: '3.2.events',
    hint: /Post, Copy, CompleteMultipartUpload/,
  }),
  notified(
    'notification-of-removals',
    'All object removal events are selected instead of all object create events.',
    {
      changes: { Events: ['s3:ObjectRemoved:*'] },
      fails: '3.2.events',
      hint: /Put/,
    },
  ),
  filtered('notification-with-prefix-in-capitals', "The prefix is 'Ingest/'.", 'Ingest/', '.jpg'),
  filtered('notification-with-a-leading-slash', "The prefix is '/ingest/'.", '/ingest/', '.jpg'),
  filtered('notification-with-a-star', "The suffix is '*.jpg'.", 'ingest/', '*.jpg'),
  filtered('notification-of-jpg-in-capitals', "The suffix is '.JPG'.", 'ingest/', '.JPG'),
  filtered('notification-of-jpeg', "The suffix is '.jpeg'.", 'ingest/', '.jpeg'),
  notified('notification-of-all-files', 'The notification has no suffix.', {
    changes: { Filter: keyFilter('ingest/', '') },
    fails: '3.2.filter',
    hint: /files that do not end in \.jpg/,
  }),
  notified('notification-without-prefix', 'The notification has no prefix, so outputs trigger it too.', {
    changes: { Filter: keyFilter('', '.jpg') },
    fails: '3.2.filter',
    hint: /pictures that the functions write/,
  }),
];

interface Notified {
  changes: Partial<TopicConfiguration>;
  fails: string;
  hint: RegExp;
}

function notified(name: string, mistake: string, { changes, fails, hint }: Notified): Mutant {
  const apply = ({ aws, bucket, topic }: BuiltLab) => putNotification(aws, bucket, topic.arn, changes);
  return { name, mistake, apply, fails: [fails], hint };
}

/** Makes a mutant with a filter that matches no upload. */
function filtered(name: string, mistake: string, prefix: string, suffix: string): Mutant {
  const hint = new RegExp(
    `prefix '${prefix}' and the suffix '${suffix.replace('*', '\\*')}'.*do not trigger a notification`,
  );
  return notified(name, mistake, {
    changes: { Filter: keyFilter(prefix, suffix) },
    fails: '3.2.filter',
    hint,
  });
}

async function setNotifications({ aws, bucket }: BuiltLab, to: NotificationConfiguration): Promise<void> {
  await aws.s3.send(
    new PutBucketNotificationConfigurationCommand({ Bucket: bucket, NotificationConfiguration: to }),
  );
}

async function emptyBucket({ aws, bucket }: BuiltLab): Promise<void> {
  const { Contents = [] } = await aws.s3.send(new ListObjectsV2Command({ Bucket: bucket }));
  for (const { Key } of Contents) await aws.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
}
