import { GetBucketVersioningCommand, GetPublicAccessBlockCommand } from '@aws-sdk/client-s3';
import type { Aws } from '../../aws/clients.ts';
import { unlessMissing } from '../../aws/trouble.ts';
import { type Seen, see } from '../seen.ts';

/** Tells whether versioning is enabled for a bucket. Suspended versioning counts as disabled. */
export async function keepsVersions({ s3 }: Aws, Bucket: string): Promise<Seen<boolean>> {
  return see('s3:GetBucketVersioning', async () => {
    const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket }));
    return Status === 'Enabled';
  });
}

/**
 * Tells whether the bucket itself blocks all public access. The setting of the account, which covers all buckets, is
 * not read.
 */
export async function isPublicAccessBlocked({ s3 }: Aws, Bucket: string): Promise<Seen<boolean>> {
  return see('s3:GetBucketPublicAccessBlock', async () => {
    const answer = await unlessMissing(s3.send(new GetPublicAccessBlockCommand({ Bucket })));
    const { BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets } =
      answer?.PublicAccessBlockConfiguration ?? {};
    return [BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets].every(Boolean);
  });
}
