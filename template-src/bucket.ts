import { S3 } from 'cloudform';
import { attribute, ref, sub } from './intrinsics.ts';
import { names } from './names.ts';
import { denyWithoutTls, policyDocument } from './policies.ts';
import type { ResourcesOf } from './resource.ts';

export const bucketResources: ResourcesOf<'ImageBucket' | 'ImageBucketPolicy'> = {
  ImageBucket: {
    comment: `Tasks 3.2 and 8: tells the topic of every .jpg created below ingest/, once both queues are subscribed to hear it.
CloudFormation cannot name a notification: where the lab says resize-image-event, S3 makes up an id.`,
    dependsOn: ['ResizeImageTopicPolicy', 'ThumbnailQueueSubscription', 'MobileQueueSubscription'],
    resource: new S3.Bucket({
      BucketName: names.bucket,
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
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
