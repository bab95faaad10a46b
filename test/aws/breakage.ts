import { DeleteRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetQueueAttributesCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { Aws } from '../../aws/clients.ts';

/** A permission that the functions lose for a while. CreateThumbnail is not allowed to write to thumbnail/. */
export interface Breakage {
  /** Restores the permission and the settings of the queue. Further calls do nothing. */
  mend(): Promise<void>;
}

const POLICY = 'TestDeniesWritingThumbnails';

interface BreakageOptions {
  role: string;
  bucket: string;
  /** ARN partition: `aws`. */
  partition: string;
  queueUrl: string;
}

/** Denies the permission. It also shortens the queue's settings, so that one try of 30 seconds replaces five of 180. */
export async function breakThumbnails(
  { iam, sqs }: Aws,
  { role, bucket, partition, queueUrl }: BreakageOptions,
): Promise<Breakage> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: queueUrl,
      AttributeNames: ['VisibilityTimeout', 'RedrivePolicy'],
    }),
  );
  const { RedrivePolicy = '{}' } = Attributes;
  const atOnce = JSON.stringify({ ...JSON.parse(RedrivePolicy), maxReceiveCount: 1 });
  const setQueue = (attributes: Record<string, string>) =>
    sqs.send(new SetQueueAttributesCommand({ QueueUrl: queueUrl, Attributes: attributes }));
  await setQueue({ VisibilityTimeout: '30', RedrivePolicy: atOnce });
  const Resource = `arn:${partition}:s3:::${bucket}/thumbnail/*`;
  const denial = { Effect: 'Deny', Action: 's3:PutObject', Resource };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [denial] });
  await iam.send(new PutRolePolicyCommand({ RoleName: role, PolicyName: POLICY, PolicyDocument }));
  let isMended = false;
  return {
    async mend() {
      if (isMended) return;
      isMended = true;
      await iam.send(new DeleteRolePolicyCommand({ RoleName: role, PolicyName: POLICY }));
      await setQueue({ VisibilityTimeout: Attributes.VisibilityTimeout ?? '180', RedrivePolicy });
    },
  };
}
