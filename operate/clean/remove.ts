import { DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
} from '@aws-sdk/client-iam';
import { DeleteEventSourceMappingCommand, DeleteFunctionCommand } from '@aws-sdk/client-lambda';
import { DeleteBucketCommand } from '@aws-sdk/client-s3';
import { DeleteTopicCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import { DeleteQueueCommand } from '@aws-sdk/client-sqs';
import type { Aws } from '../../aws/clients.ts';
import { unlessMissing } from '../../aws/trouble.ts';
import { emptyBucket } from './bucket-content.ts';
import type { Kind, Thing } from './thing.ts';

type Remove = (aws: Aws, id: string, say: (line: string) => void) => Promise<unknown>;

const REMOVERS: Readonly<Record<Exclude<Kind, 'stack'>, Remove>> = {
  trigger: ({ lambda }, UUID) => lambda.send(new DeleteEventSourceMappingCommand({ UUID })),
  function: ({ lambda }, FunctionName) => lambda.send(new DeleteFunctionCommand({ FunctionName })),
  subscription: ({ sns }, SubscriptionArn) => sns.send(new UnsubscribeCommand({ SubscriptionArn })),
  topic: ({ sns }, TopicArn) => sns.send(new DeleteTopicCommand({ TopicArn })),
  queue: ({ sqs }, QueueUrl) => sqs.send(new DeleteQueueCommand({ QueueUrl })),
  bucket: removeBucket,
  role: removeRole,
  'log group': ({ logs }, logGroupName) => logs.send(new DeleteLogGroupCommand({ logGroupName })),
};

/** Removes a resource, unless it is gone already. @throws the error of AWS. */
export async function removeThing(aws: Aws, { kind, id }: Thing, say: (line: string) => void): Promise<void> {
  if (kind === 'stack') throw new Error('Expected a resource, found a stack: call removeStack.');
  await unlessMissing(REMOVERS[kind](aws, id, say));
}

export async function removeBucket(aws: Aws, Bucket: string, say: (line: string) => void): Promise<void> {
  await emptyBucket(aws, Bucket, say);
  await aws.s3.send(new DeleteBucketCommand({ Bucket }));
}

/** Removes the policies of the role first, because IAM deletes only roles without policies. */
async function removeRole({ iam }: Aws, RoleName: string): Promise<void> {
  const inline: string[] = [];
  for await (const { PolicyNames = [] } of paginateListRolePolicies({ client: iam }, { RoleName }))
    inline.push(...PolicyNames);
  for (const PolicyName of inline) await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  const attached: string[] = [];
  for await (const { AttachedPolicies = [] } of paginateListAttachedRolePolicies(
    { client: iam },
    { RoleName },
  )) {
    attached.push(...AttachedPolicies.flatMap(({ PolicyArn }) => PolicyArn ?? []));
  }
  for (const PolicyArn of attached) await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  await iam.send(new DeleteRoleCommand({ RoleName }));
}
