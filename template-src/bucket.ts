import { S3 } from 'cloudform';
import { OUTPUT_NAMES, outputId } from '../lab/output-names.ts';
import { keyArn } from './encryption.ts';
import { attribute, ref, sub, when } from './intrinsics.ts';
import { names } from './names.ts';
import { denyWithoutTls, policyDocument } from './policies.ts';
import type { ResourcesOf } from './resource.ts';

export const bucketResources: ResourcesOf<'ImageBucket' | 'ImageBucketPolicy'> = {
  ImageBucket: {
    comment: `Tasks 3.2 and 8: sends a notification to the topic for every .jpg that is created in ingest/. It is created after the
subscriptions, so that no notification is lost. CloudFormation cannot name a notification: the lab calls it
resize-image-event, but S3 generates an id.`,
    dependsOn: [
      'ResizeImageTopicPolicy',
      ...OUTPUT_NAMES.map((name) => `${outputId(name)}QueueSubscription` as const),
    ],
    onDeletion: ref('BucketOnDeletion'),
    onReplacement: 'Retain',
    why: {
      DeletionPolicy:
        'A parameter decides. Delete loses no picture either: CloudFormation does not delete a bucket that holds objects.',
      UpdateReplacePolicy: 'A new NameSuffix creates a new bucket. The pictures stay in this one.',
      'Properties.BucketEncryption.ServerSideEncryptionConfiguration.0.BucketKeyEnabled':
        'One call to KMS for many objects instead of one for each.',
      'Properties.VersioningConfiguration':
        'An upload under an existing name does not destroy the picture, and each notification names its version.',
      'Properties.PublicAccessBlockConfiguration': 'Nothing is public, whatever policy somebody adds later.',
      'Properties.OwnershipControls':
        'No ACLs: this account owns every object, and only policies decide about access.',
      'Properties.LifecycleConfiguration.Rules.1':
        'Old versions cost as much as objects. They are deleted after 30 days, and parts of unfinished uploads after 7.',
    },
    suppressed: [
      {
        rules: ['CKV_AWS_18', 'S3_BUCKET_LOGGING_ENABLED'],
        because:
          'An access log needs a second bucket. The data events of CloudTrail show the same without one.',
      },
      {
        rules: ['S3_BUCKET_NO_PUBLIC_RW_ACL'],
        because:
          'The rule asks for an ACL. OwnershipControls allows none, so that nobody can make the bucket public by an ACL.',
      },
      {
        rules: ['S3_BUCKET_DEFAULT_LOCK_ENABLED'],
        because: 'A locked picture cannot be deleted, but the rule cleanup of task 8 has to delete pictures.',
      },
      {
        rules: ['S3_BUCKET_REPLICATION_ENABLED'],
        because:
          'S3 keeps every picture in three zones. A second region would double the costs, and the lab uses one.',
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
    comment: 'No task: the lab leaves the bucket without a policy. This one denies requests without TLS.',
    resource: new S3.BucketPolicy({
      Bucket: ref('ImageBucket'),
      PolicyDocument: policyDocument(
        denyWithoutTls('s3:*', [attribute('ImageBucket', 'Arn'), sub`${attribute('ImageBucket', 'Arn')}/*`]),
      ),
    }),
  },
};
