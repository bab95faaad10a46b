import { S3 } from 'cloudform';
import type { AnyResources } from '../assemble.ts';
import { sub } from '../intrinsics.ts';
import { denyWithoutTls, policyDocument } from '../policies.ts';
import { attribute, ref } from './grading-parameters.ts';

export const bucketResources: AnyResources = {
  GradesBucket: {
    comment: `Rosters, claims, results and reports. They are data of persons: nobody outside this account can read them, and they are
deleted after some time.`,
    onDeletion: 'Retain',
    onReplacement: 'Retain',
    why: { DeletionPolicy: 'Grades outlive the stack. Empty and delete the bucket yourself.' },
    suppressed: [
      {
        rules: ['CKV_AWS_18', 'S3_BUCKET_LOGGING_ENABLED'],
        because:
          'An access log needs a second bucket. The data events of CloudTrail show the same without one.',
      },
      {
        rules: ['S3_BUCKET_NO_PUBLIC_RW_ACL'],
        because: 'The rule asks for an ACL. OwnershipControls allows none.',
      },
      {
        rules: ['S3_BUCKET_DEFAULT_LOCK_ENABLED'],
        because: 'A learner can ask for the deletion of the own data, and a locked object cannot be deleted.',
      },
      {
        rules: ['S3_BUCKET_REPLICATION_ENABLED'],
        because: 'S3 keeps every object in three zones, and a class can be graded again.',
      },
    ],
    resource: new S3.Bucket({
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
      LifecycleConfiguration: {
        Rules: [
          {
            Id: 'retention',
            Status: 'Enabled',
            Prefix: '',
            ExpirationInDays: ref('RetentionDays'),
            NoncurrentVersionExpiration: { NoncurrentDays: 1 },
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
          },
        ],
      },
    }),
  },
  GradesBucketPolicy: {
    comment: 'Denies requests without TLS.',
    resource: new S3.BucketPolicy({
      Bucket: ref('GradesBucket'),
      PolicyDocument: policyDocument(
        denyWithoutTls('s3:*', [
          attribute('GradesBucket', 'Arn'),
          sub`${attribute('GradesBucket', 'Arn')}/*`,
        ]),
      ),
    }),
  },
};
