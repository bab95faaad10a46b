/** Buckets, notifications, rules and uploads that work in another way than the lab's. */
import {
  PutBucketLifecycleConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
} from '@aws-sdk/client-s3';
import { samplePicture } from '../../../local/pictures.ts';
import { removeUpload, setBucketPolicy } from '../changes.ts';
import { createBucket, keyFilter, putLifecycleRule, putNotification, putObject } from '../lab/storage.ts';
import type { RightWay } from '../set-up.ts';

export const storageRightWays: readonly RightWay[] = [
  {
    name: 'notification-by-four-events',
    difference: 'The four kinds of object creation are ticked one by one, and the event has another name.',
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
    difference: 'The notification tells of removals too, and the prefix lacks its slash: wider than needed.',
    apply: ({ aws, bucket, topic }) =>
      putNotification(aws, bucket, topic.arn, {
        Events: ['s3:ObjectCreated:*', 's3:ObjectRemoved:*'],
        Filter: keyFilter('ingest', '.jpg'),
      }),
    advice: ['prefix-without-slash'],
  },
  {
    name: 'two-notifications',
    difference:
      'A second notification of the bucket tells another topic of another folder; EventBridge is on.',
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
    difference: 'There are other buckets, with folders of the same name, and no notification.',
    apply: async ({ aws, account, region }) => {
      for (const name of [`ingest-${account}`, `my-first-bucket-${account}`])
        await createBucket(aws, name, region);
    },
  },
  {
    name: 'bucket-with-versions',
    difference: 'The bucket keeps versions.',
    apply: ({ aws, bucket }) =>
      aws.s3.send(
        new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }),
      ),
    spared: ['versioning'],
  },
  {
    name: 'bucket-with-a-policy-of-its-own',
    difference: "The bucket's own policy denies everyone to write below secret/.",
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
    difference: 'The rule has another name and no slash, and there are rules for other folders.',
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
    name: 'lifecycle-with-more-actions',
    difference: 'The rule gives up unfinished uploads too.',
    apply: ({ aws, bucket }) =>
      putLifecycleRule(aws, bucket, {
        ID: 'clean up',
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
      }),
  },
  {
    name: 'upload-below-a-subfolder',
    difference: 'The picture was uploaded to a folder below ingest/, with a difficult name.',
    apply: async (lab) => {
      await removeUpload(lab);
      const { bytes } = samplePicture();
      await putObject(lab.aws, lab.bucket, 'ingest/2026/Ferien am Meer (1)+ü.jpg', bytes);
    },
  },
];
