/** The solutions that change a configuration of the bucket. They keep what is not the lab's in it. */
import {
  GetBucketLifecycleConfigurationCommand,
  GetBucketNotificationConfigurationCommand,
  type NotificationConfiguration,
  PutBucketNotificationConfigurationCommand,
} from '@aws-sdk/client-s3';
import { foundIn } from '../account/seen.ts';
import type { Aws } from '../aws/clients.ts';
import { unlessMissing } from '../aws/trouble.ts';
import { otherNotifications, otherRules } from './keep-others.ts';
import { CLEANUP, createBucket, labNotification, putLifecycleRules } from './labs/storage.ts';
import type { Solving } from './solutions.ts';

/** Task 3.2. */
export async function solveBucket({ aws, facts, place, say }: Solving): Promise<void> {
  const { bucket: Bucket, topic, region } = place;
  const isThere = foundIn(facts.bucket) !== undefined;
  if (!isThere) await createBucket(aws, Bucket, region);
  const { kept, dropped } = otherNotifications(isThere ? await readNotifications(aws, Bucket) : {});
  for (const name of dropped)
    say(`# S3 refuses notifications that overlap, so this command removes the notification ${name}:`);
  const TopicConfigurations = [...(kept.TopicConfigurations ?? []), labNotification(topic.arn)];
  const NotificationConfiguration = { ...kept, TopicConfigurations };
  await aws.s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
}

async function readNotifications({ s3 }: Aws, Bucket: string): Promise<NotificationConfiguration> {
  const { $metadata, ...configuration } = await s3.send(
    new GetBucketNotificationConfigurationCommand({ Bucket }),
  );
  return configuration;
}

/** Task 8. */
export async function solveLifecycle({ aws, facts, place, say }: Solving): Promise<void> {
  const { bucket: Bucket } = place;
  const isThere = foundIn(facts.bucket) !== undefined;
  const command = new GetBucketLifecycleConfigurationCommand({ Bucket });
  const read = isThere ? await unlessMissing(aws.s3.send(command)) : undefined;
  const { kept, dropped } = otherRules(read?.Rules ?? []);
  for (const name of dropped)
    say(`# The rule ${name} deletes uploads before 30 days, so this command removes it:`);
  await putLifecycleRules(aws, Bucket, [...kept, CLEANUP]);
}
