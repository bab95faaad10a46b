import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  type LifecycleRule,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  type S3Client,
  S3ServiceException,
  type ServerSideEncryption,
} from '@aws-sdk/client-s3';

/** What the template, evaluated, asks of its bucket, of that which is read here. */
export interface AskedBucket {
  BucketEncryption: {
    ServerSideEncryptionConfiguration: [
      {
        BucketKeyEnabled?: boolean;
        ServerSideEncryptionByDefault: { SSEAlgorithm: ServerSideEncryption; KMSMasterKeyID?: string };
      },
    ];
  };
  LifecycleConfiguration: { Rules: AskedRule[] };
}

interface AskedRule {
  Id: string;
  Status: 'Enabled' | 'Disabled';
  Prefix?: string;
  ExpirationInDays?: number;
  ExpiredObjectDeleteMarker?: boolean;
  NoncurrentVersionExpiration?: { NoncurrentDays: number };
  AbortIncompleteMultipartUpload?: { DaysAfterInitiation: number };
}

/**
 * MiniStack's CloudFormation drops these parts of a bucket, and S3's own API keeps them: reads back what the template asked
 * for, and asks again for what is missing.
 */
export async function restoreBucket(s3: S3Client, bucket: string, asked: AskedBucket): Promise<string[]> {
  const restored = [
    ...(await restoreLifecycleRules(s3, bucket, asked.LifecycleConfiguration.Rules)),
    ...(await restoreEncryption(s3, bucket, asked.BucketEncryption)),
  ];
  if (restored.length === 0) return [];
  return [`Its CloudFormation drops parts of a bucket: S3's API puts in place ${restored.join(', ')}.`];
}

async function restoreLifecycleRules(s3: S3Client, Bucket: string, rules: AskedRule[]): Promise<string[]> {
  const answer = await unlessNone(s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket })));
  const found = answer?.Rules ?? [];
  const missing = rules.filter((rule) => !found.some(({ ID }) => ID === rule.Id));
  if (missing.length === 0) return [];
  const Rules = [...found, ...missing.map(toApiRule)];
  await s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));
  return [`the lifecycle rules ${missing.map(({ Id }) => `'${Id}'`).join(' and ')}`];
}

function toApiRule(rule: AskedRule): LifecycleRule {
  const { Id, Prefix = '', ExpirationInDays, ExpiredObjectDeleteMarker, ...same } = rule;
  return {
    ID: Id,
    Filter: { Prefix },
    ...(ExpirationInDays !== undefined && { Expiration: { Days: ExpirationInDays } }),
    ...(ExpiredObjectDeleteMarker && { Expiration: { ExpiredObjectDeleteMarker } }),
    ...same,
  };
}

async function restoreEncryption(
  s3: S3Client,
  Bucket: string,
  asked: AskedBucket['BucketEncryption'],
): Promise<string[]> {
  const [{ ServerSideEncryptionByDefault: wanted, BucketKeyEnabled }] =
    asked.ServerSideEncryptionConfiguration;
  const answer = await unlessNone(s3.send(new GetBucketEncryptionCommand({ Bucket })));
  const found = answer?.ServerSideEncryptionConfiguration?.Rules?.[0];
  const { SSEAlgorithm, KMSMasterKeyID } = found?.ApplyServerSideEncryptionByDefault ?? {};
  if (SSEAlgorithm === wanted.SSEAlgorithm && KMSMasterKeyID === wanted.KMSMasterKeyID) return [];
  const Rules = [{ ApplyServerSideEncryptionByDefault: wanted, BucketKeyEnabled }];
  await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }));
  return [`encryption by ${wanted.SSEAlgorithm}`];
}

/** What a bucket was never given, S3 answers with an error. */
async function unlessNone<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    const none = ['NoSuchLifecycleConfiguration', 'ServerSideEncryptionConfigurationNotFoundError'];
    if (error instanceof S3ServiceException && none.includes(error.name)) return undefined;
    throw error;
  }
}
