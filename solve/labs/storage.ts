import { setTimeout as sleep } from 'node:timers/promises';
import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  HeadObjectCommand,
  type LifecycleRule,
  PutBucketLifecycleConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  type TopicConfiguration,
} from '@aws-sdk/client-s3';
import type { Aws } from '../../aws/clients.ts';
import { unlessMissing } from '../../aws/trouble.ts';
import { LAB_OUTPUT_NAMES } from '../../lab/output-names.ts';
import { samplePicture } from '../../local/pictures.ts';

/** Task 3.2: the bucket and its folder. The console makes the folder as an empty object. */
export async function createBucket({ s3 }: Aws, name: string, region: string): Promise<string> {
  await s3.send(
    new CreateBucketCommand({
      Bucket: name,
      // The SDK's list of regions can be outdated. us-east-1 must not be named.
      ...(region !== 'us-east-1' && {
        CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint },
      }),
    }),
  );
  await s3.send(
    new PutPublicAccessBlockCommand({
      Bucket: name,
      // Every new bucket has this setting.
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: true,
      },
    }),
  );
  await s3.send(new PutObjectCommand({ Bucket: name, Key: 'ingest/', Body: new Uint8Array() }));
  return name;
}

/** Task 3.2. @param changes to the lab's notification. */
export async function putNotification(
  { s3 }: Aws,
  bucket: string,
  topicArn: string,
  changes: Partial<TopicConfiguration> = {},
): Promise<void> {
  const configuration = labNotification(topicArn);
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: bucket,
      NotificationConfiguration: { TopicConfigurations: [{ ...configuration, ...changes }] },
    }),
  );
}

/** Task 3.2's notification. */
export function labNotification(TopicArn: string): TopicConfiguration {
  return { Id: 'resize-image-event', TopicArn, Events: ALL_CREATED, Filter: FILTER };
}

const ALL_CREATED: TopicConfiguration['Events'] = ['s3:ObjectCreated:*'];

const FILTER = keyFilter('ingest/', '.jpg');

/** Makes a notification's filter. An empty text leaves out that part. */
export function keyFilter(prefix: string, suffix: string): NonNullable<TopicConfiguration['Filter']> {
  const rules = [
    { Name: 'prefix' as const, Value: prefix },
    { Name: 'suffix' as const, Value: suffix },
  ];
  return { Key: { FilterRules: rules.filter(({ Value }) => Value !== '') } };
}

/** Task 8's rule. */
export const CLEANUP: LifecycleRule = {
  ID: 'cleanup',
  Status: 'Enabled',
  Filter: { Prefix: 'ingest/' },
  Expiration: { Days: 30 },
  NoncurrentVersionExpiration: { NoncurrentDays: 1 },
};

/** Task 8. @param changes to the lab's rule. */
export async function putLifecycleRule(
  aws: Aws,
  bucket: string,
  changes: Partial<LifecycleRule> = {},
): Promise<void> {
  await putLifecycleRules(aws, bucket, [{ ...CLEANUP, ...changes }]);
}

export async function putLifecycleRules({ s3 }: Aws, Bucket: string, Rules: LifecycleRule[]): Promise<void> {
  await s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));
}

/** A cold start on a busy machine takes a few seconds. */
const SECONDS_FOR_OUTPUTS = 30;

/**
 * Task 6: uploads HappyFace.jpg and waits for its outputs.
 * @returns its key.
 * @throws an Error when the outputs do not appear in time.
 */
export async function uploadSample(aws: Aws, bucket: string): Promise<string> {
  const { name, bytes } = samplePicture();
  const Key = `ingest/${name}`;
  await putObject(aws, bucket, Key, bytes);
  for (let tries = 0; tries < SECONDS_FOR_OUTPUTS * 10; tries++) {
    const outputs = await Promise.all(
      LAB_OUTPUT_NAMES.map((end) => hasObject(aws, bucket, `${end}/${name}`)),
    );
    if (outputs.every(Boolean)) return Key;
    await sleep(100);
  }
  throw new Error(
    `Expected the outputs of s3://${bucket}/${Key} within ${SECONDS_FOR_OUTPUTS} seconds, but they did not appear.`,
  );
}

export async function putObject({ s3 }: Aws, Bucket: string, Key: string, Body: Uint8Array): Promise<void> {
  await s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: 'image/jpeg' }));
}

async function hasObject({ s3 }: Aws, Bucket: string, Key: string): Promise<boolean> {
  return (await unlessMissing(s3.send(new HeadObjectCommand({ Bucket, Key })))) !== undefined;
}
