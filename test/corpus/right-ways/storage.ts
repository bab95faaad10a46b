/** Buckets, notifications, rules and uploads that work, but differ from the lab's. */
import {
  PutBucketLifecycleConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
} from '@aws-sdk/client-s3';
import { samplePicture } from '../../../local/pictures.ts';
import { removeUpload, setBucketPolicy } from '../../../solve/faults/changes.ts';
import type { RightWay } from '../../../solve/faults/set-up.ts';
import {
  CLEANUP,
  createBucket,
  keyFilter,
  putLifecycleRule,
  putLifecycleRules,
  putNotification,
  putObject,
} from '../../../solve/labs/storage.ts';

export const storageRightWays: readonly RightWay[] = [
  {
    name: 'notification-by-four-events',
    difference:
      'The four object create events are selected one by one, and the notification has another name.',
    apply: ({ aws, bucket, topic }) =>
      putNotification(aws, bucket, topic.arn, {
        Id: 'my-event',
        Events: [
          's3:ObjectCreated:Put',
          's3:ObjectCreated:Post',
          's3:ObjectCreated:Copy',
          's3:ObjectCreated:CompleteMultipartUpload',
        ],
      }),
  },
  {
    name: 'notification-of-more-events',
    difference:
      'The notification also covers removals, and its prefix has no slash. Both are wider than needed.',
    apply: ({ aws, bucket, topic }) =>
      putNotification(aws, bucket, topic.arn, {
        Events: ['s3:ObjectCreated:*', 's3:ObjectRemoved:*'],
        Filter: keyFilter('ingest', '.jpg'),
      }),
    advice: ['prefix-without-slash'],
  },
  {
    name: 'two-notifications',
    difference: 'The bucket has a second notification, for another folder and topic, and EventBridge is on.',
    apply: async ({ aws, bucket, topic }) => {
      const Events = ['s3:ObjectCreated:*' as const];
      await aws.s3.send(
        new PutBucketNotificationConfigurationCommand({
          Bucket: bucket,
          NotificationConfiguration: {
            TopicConfigurations: [
              { Id: 'a', TopicArn: topic.arn, Events, Filter: keyFilter('ingest/', '.jpg') },
              { Id: 'b', TopicArn: topic.arn, Events: ['s3:ObjectRestore:Completed'] },
            ],
            EventBridgeConfiguration: {},
          },
        }),
      );
    },
  },
  {
    name: 'other-buckets',
    difference: 'The account has other buckets with the same folders, but without a notification.',
    apply: async ({ aws, account, region }) => {
      for (const name of [`ingest-${account}`, `my-first-bucket-${account}`])
        await createBucket(aws, name, region);
    },
  },
  {
    name: 'bucket-with-versions',
    difference: 'Versioning is enabled for the bucket.',
    apply: ({ aws, bucket }) =>
      aws.s3.send(
        new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }),
      ),
    spared: ['versioning'],
  },
  {
    name: 'bucket-with-a-policy-of-its-own',
    difference: 'The bucket policy denies everyone s3:PutObject below secret/.',
    apply: (lab) =>
      setBucketPolicy(lab, {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:PutObject',
        Resource: `arn:aws:s3:::${lab.bucket}/secret/*`,
      }),
  },
  {
    name: 'lifecycle-with-more-rules',
    difference: 'The rule has another name, its prefix has no slash, and there are rules for other folders.',
    apply: ({ aws, bucket }) =>
      aws.s3.send(
        new PutBucketLifecycleConfigurationCommand({
          Bucket: bucket,
          LifecycleConfiguration: {
            Rules: [
              { ID: 'outputs', Status: 'Enabled', Filter: { Prefix: 'mobile/' }, Expiration: { Days: 365 } },
              { ID: 'off', Status: 'Disabled', Filter: { Prefix: '' }, Expiration: { Days: 1 } },
              { ID: 'expire', Status: 'Enabled', Filter: { Prefix: 'ingest' }, Expiration: { Days: 30 } },
              {
                ID: 'versions',
                Status: 'Enabled',
                Filter: { Prefix: 'ingest/' },
                NoncurrentVersionExpiration: { NoncurrentDays: 1 },
              },
            ],
          },
        }),
      ),
  },
  {
    name: 'lifecycle-in-parts',
    difference:
      'Separate rules cover small files, large files and all noncurrent versions. Tagged objects expire sooner.',
    apply: ({ aws, bucket }) =>
      putLifecycleRules(aws, bucket, [
        {
          ...{ ID: 'small', Status: 'Enabled', Expiration: { Days: 30 } },
          Filter: { And: { Prefix: 'ingest/', ObjectSizeLessThan: 1_000_000 } },
        },
        {
          ...{ ID: 'large', Status: 'Enabled', Expiration: { Days: 30 } },
          Filter: { And: { Prefix: 'ingest/', ObjectSizeGreaterThan: 999_999 } },
        },
        {
          ...{ ID: 'versions', Status: 'Enabled', Filter: { Prefix: '' } },
          NoncurrentVersionExpiration: { NoncurrentDays: 1 },
        },
        {
          ...{ ID: 'temporary', Status: 'Enabled', Expiration: { Days: 1 } },
          Filter: { Tag: { Key: 'temporary', Value: 'yes' } },
        },
      ]),
  },
  {
    name: 'lifecycle-with-a-longer-rule-for-all',
    difference:
      'Another rule expires everything in the bucket after a year, and deletes expired delete markers.',
    apply: ({ aws, bucket }) =>
      putLifecycleRules(aws, bucket, [
        { ID: 'a-year', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 365 } },
        CLEANUP,
        {
          ...{ ID: 'markers', Status: 'Enabled', Filter: { Prefix: '' } },
          Expiration: { ExpiredObjectDeleteMarker: true },
        },
      ]),
  },
  {
    name: 'lifecycle-with-more-actions',
    difference: 'The rule also deletes incomplete multipart uploads.',
    apply: ({ aws, bucket }) =>
      putLifecycleRule(aws, bucket, {
        ID: 'clean up',
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
      }),
  },
  {
    name: 'upload-below-a-subfolder',
    difference:
      'The picture was uploaded to a folder in ingest/, and its name has spaces and special characters.',
    apply: async (lab) => {
      await removeUpload(lab);
      const { bytes } = samplePicture();
      await putObject(lab.aws, lab.bucket, 'ingest/2026/Ferien am Meer (1)+ü.jpg', bytes);
    },
  },
];
