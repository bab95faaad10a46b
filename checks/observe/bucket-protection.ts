import { GetBucketVersioningCommand, GetPublicAccessBlockCommand } from '@aws-sdk/client-s3';
import type { Aws } from '../aws.ts';
import type { Seen } from '../facts.ts';
import { see, unlessMissing } from '../trouble.ts';

/** Whether a bucket keeps the versions of its objects: not when it never did, nor when that is suspended. */
export async function keepsVersions({ s3 }: Aws, Bucket: string): Promise<Seen<boolean>> {
  return see('s3:GetBucketVersioning', async () => {
    const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket }));
    return Status === 'Enabled';
  });
}

/** Whether a bucket itself blocks all public access; the account can do so for all of its buckets, which is not looked at. */
export async function isPublicAccessBlocked({ s3 }: Aws, Bucket: string): Promise<Seen<boolean>> {
  return see('s3:GetBucketPublicAccessBlock', async () => {
    const answer = await unlessMissing(s3.send(new GetPublicAccessBlockCommand({ Bucket })));
    const { BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets } =
      answer?.PublicAccessBlockConfiguration ?? {};
    return [BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets].every(Boolean);
  });
}
