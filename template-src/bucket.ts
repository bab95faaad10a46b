import { S3 } from 'cloudform';
import { keyArn } from './encryption.ts';
import { attribute, ref, sub, when } from './intrinsics.ts';
import { names } from './names.ts';
import { denyWithoutTls, policyDocument } from './policies.ts';
import type { ResourcesOf } from './resource.ts';

export const bucketResources: ResourcesOf<'ImageBucket' | 'ImageBucketPolicy'> = {
  ImageBucket: {
    comment: `Tasks 3.2 and 8: tells the topic of every .jpg created below ingest/, once both queues are subscribed to hear it.
CloudFormation cannot name a notification: where the lab says resize-image-event, S3 makes up an id.`,
    dependsOn: ['ResizeImageTopicPolicy', 'ThumbnailQueueSubscription', 'MobileQueueSubscription'],
    onDeletion: ref('BucketOnDeletion'),
    onReplacement: 'Retain',
    why: {
      DeletionPolicy:
        'By parameter. Delete loses nothing either: CloudFormation does not delete a bucket with objects in it.',
      UpdateReplacePolicy: 'With another NameSuffix comes another bucket; the pictures stay in this one.',
      'Properties.BucketEncryption.ServerSideEncryptionConfiguration.0.BucketKeyEnabled':
        'One call of KMS for many objects, not one for each.',
      'Properties.VersioningConfiguration':
        'What is uploaded over a picture does not destroy it, and events say which version they tell of.',
      'Properties.PublicAccessBlockConfiguration':
        'Closed to the world, whatever policy somebody adds later.',
      'Properties.OwnershipControls': 'No ACLs: what is in here is ours, and policies alone decide.',
      'Properties.LifecycleConfiguration.Rules.1':
        'Versions cost as much as objects: replaced outputs go after 30 days, and what is left of broken uploads after 7.',
    },
    suppressed: [
      {
        rules: ['CKV_AWS_18', 'S3_BUCKET_LOGGING_ENABLED'],
        because:
          "A log of each access needs a second bucket; CloudTrail's data events tell the same without one.",
      },
      {
        rules: ['S3_BUCKET_NO_PUBLIC_RW_ACL'],
        because: 'It asks for an ACL, and OwnershipControls allows none: nobody can make one that is public.',
      },
      {
        rules: ['S3_BUCKET_DEFAULT_LOCK_ENABLED'],
        because: "A locked picture cannot be deleted, which task 8's rule cleanup must.",
      },
      {
        rules: ['S3_BUCKET_REPLICATION_ENABLED'],
        because:
          'S3 keeps every picture in three zones; a second region doubles the costs, and the lab has one.',
      },
    ],
    resource: new S3.Bucket({
      BucketName: names.bucket,
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          {
            BucketKeyEnabled: when('UsesKey', true),
            ServerSideEncryptionByDefault: {
              SSEAlgorithm: when('UsesKey', 'aws:kms', 'AES256'),
              KMSMasterKeyID: when('UsesKey', keyArn),
            },
          },
        ],
      },
      VersioningConfiguration: { Status: 'Enabled' },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      NotificationConfiguration: {
        TopicConfigurations: [
          {
            Event: 's3:ObjectCreated:*',
            Topic: ref('ResizeImageTopic'),
            Filter: {
              S3Key: {
                Rules: [
                  { Name: 'prefix', Value: 'ingest/' },
                  { Name: 'suffix', Value: '.jpg' },
                ],
              },
            },
          },
        ],
      },
      LifecycleConfiguration: {
        Rules: [
          {
            Id: 'cleanup',
            Status: 'Enabled',
            Prefix: 'ingest/',
            ExpirationInDays: 30,
            NoncurrentVersionExpiration: { NoncurrentDays: 1 },
          },
          {
            Id: 'old-versions',
            Status: 'Enabled',
            NoncurrentVersionExpiration: { NoncurrentDays: 30 },
            ExpiredObjectDeleteMarker: true,
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
          },
        ],
      },
    }),
  },
  ImageBucketPolicy: {
    comment:
      'No task: the lab leaves the bucket without a policy. This one refuses whoever comes without TLS.',
    resource: new S3.BucketPolicy({
      Bucket: ref('ImageBucket'),
      PolicyDocument: policyDocument(
        denyWithoutTls('s3:*', [attribute('ImageBucket', 'Arn'), sub`${attribute('ImageBucket', 'Arn')}/*`]),
      ),
    }),
  },
};
