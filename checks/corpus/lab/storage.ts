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
import { samplePicture } from '../../../local/pictures.ts';
import type { Aws } from '../../aws.ts';
import { ENDS } from '../../facts.ts';
import { unlessMissing } from '../../trouble.ts';

/** Task 3.2: the bucket and its folder, which the console makes as an empty object. */
export async function createBucket({ s3 }: Aws, name: string, region: string): Promise<string> {
  await s3.send(
    new CreateBucketCommand({
      Bucket: name,
      // The SDK's list of regions is of its own day; us-east-1 may not be named.
      ...(region !== 'us-east-1' && {
        CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint },
      }),
    }),
  );
  await s3.send(
    new PutPublicAccessBlockCommand({
      Bucket: name,
      // As every new bucket has it.
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

/** Task 3.2. @param changes what is not as the lab has it. */
export async function putNotification(
  { s3 }: Aws,
  bucket: string,
  topicArn: string,
  changes: Partial<TopicConfiguration> = {},
): Promise<void> {
  const configuration = { Id: 'resize-image-event', TopicArn: topicArn, Events: ALL_CREATED, Filter: FILTER };
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: bucket,
      NotificationConfiguration: { TopicConfigurations: [{ ...configuration, ...changes }] },
    }),
  );
}

const ALL_CREATED: TopicConfiguration['Events'] = ['s3:ObjectCreated:*'];

const FILTER = keyFilter('ingest/', '.jpg');

/** A notification's filter; an empty text leaves that part out. */
export function keyFilter(prefix: string, suffix: string): NonNullable<TopicConfiguration['Filter']> {
  const rules = [
    { Name: 'prefix' as const, Value: prefix },
    { Name: 'suffix' as const, Value: suffix },
  ];
  return { Key: { FilterRules: rules.filter(({ Value }) => Value !== '') } };
}

/** Task 8. @param changes what is not as the lab has it. */
export async function putLifecycleRule(
  { s3 }: Aws,
  bucket: string,
  changes: Partial<LifecycleRule> = {},
): Promise<void> {
  const rule: LifecycleRule = {
    ID: 'cleanup',
    Status: 'Enabled',
    Filter: { Prefix: 'ingest/' },
    Expiration: { Days: 30 },
    NoncurrentVersionExpiration: { NoncurrentDays: 1 },
  };
  await s3.send(
    new PutBucketLifecycleConfigurationCommand({
      Bucket: bucket,
      LifecycleConfiguration: { Rules: [{ ...rule, ...changes }] },
    }),
  );
}

/** A cold start on a busy machine takes a few. */
const SECONDS_FOR_OUTPUTS = 30;

/** Starting many functions at once, the embedded AWS loses one now and then (MiniStack, "dictionary changed size"). */
export class NoOutputs extends Error {
  override name = 'NoOutputs';
}

/** Task 6: uploads HappyFace.jpg and waits for its outputs. @returns its key. @throws NoOutputs */
export async function uploadSample(aws: Aws, bucket: string): Promise<string> {
  const { name, bytes } = samplePicture();
  const Key = `ingest/${name}`;
  await putObject(aws, bucket, Key, bytes);
  for (let tries = 0; tries < SECONDS_FOR_OUTPUTS * 10; tries++) {
    const outputs = await Promise.all(ENDS.map((end) => hasObject(aws, bucket, `${end}/${name}`)));
    if (outputs.every(Boolean)) return Key;
    await sleep(100);
  }
  throw new NoOutputs(`No outputs of s3://${bucket}/${Key} within ${SECONDS_FOR_OUTPUTS} seconds.`);
}

export async function putObject({ s3 }: Aws, Bucket: string, Key: string, Body: Uint8Array): Promise<void> {
  await s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: 'image/jpeg' }));
}

async function hasObject({ s3 }: Aws, Bucket: string, Key: string): Promise<boolean> {
  return (await unlessMissing(s3.send(new HeadObjectCommand({ Bucket, Key })))) !== undefined;
}
