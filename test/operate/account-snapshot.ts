/** For tests: reads everything in an account that the lab or its neighbours can contain. */
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
} from '@aws-sdk/client-iam';
import { ListEventSourceMappingsCommand, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import {
  GetBucketNotificationConfigurationCommand,
  ListBucketsCommand,
  ListObjectVersionsCommand,
} from '@aws-sdk/client-s3';
import { GetTopicAttributesCommand, ListSubscriptionsCommand, ListTopicsCommand } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, ListQueuesCommand } from '@aws-sdk/client-sqs';
import type { Aws } from '../../aws/clients.ts';

/** Returns plain data that stays the same while nothing in the account changes. */
export async function snapshot(aws: Aws): Promise<Record<string, unknown>> {
  const [stacks, buckets, topics, queues, lambda, roles, logs] = await Promise.all([
    aws.cloudFormation.send(new DescribeStacksCommand({})),
    readBuckets(aws),
    readTopics(aws),
    readQueues(aws),
    readFunctions(aws),
    readRoles(aws),
    aws.logs.send(new DescribeLogGroupsCommand({})),
  ]);
  return {
    stacks: stacks.Stacks?.map(({ StackName, StackStatus }) => `${StackName} ${StackStatus}`),
    ...{ buckets, topics, queues, lambda, roles },
    logs: logs.logGroups?.map(({ logGroupName }) => logGroupName).sort(),
  };
}

async function readBuckets({ s3 }: Aws) {
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  return Promise.all(
    Buckets.map(async ({ Name: Bucket }) => {
      const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
      const { TopicConfigurations } = await s3.send(
        new GetBucketNotificationConfigurationCommand({ Bucket }),
      );
      const objects = Versions.map(({ Key, VersionId, ETag, Size }) => ({ Key, VersionId, ETag, Size }));
      return { Bucket, objects, markers: DeleteMarkers.length, TopicConfigurations };
    }),
  );
}

async function readTopics({ sns }: Aws) {
  const { Topics = [] } = await sns.send(new ListTopicsCommand({}));
  const { Subscriptions } = await sns.send(new ListSubscriptionsCommand({}));
  const attributes = await Promise.all(
    Topics.map(
      async ({ TopicArn }) => (await sns.send(new GetTopicAttributesCommand({ TopicArn }))).Attributes,
    ),
  );
  return {
    attributes: attributes.map((one) => ({ arn: one?.TopicArn, policy: one?.Policy })),
    Subscriptions,
  };
}

async function readQueues({ sqs }: Aws) {
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  return Promise.all(
    QueueUrls.map(async (QueueUrl) => {
      const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
      return (await sqs.send(command)).Attributes;
    }),
  );
}

async function readFunctions({ lambda }: Aws) {
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
  const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({}));
  return {
    functions: Functions.map(({ FunctionName, CodeSha256, Role, Handler }) => ({
      FunctionName,
      CodeSha256,
      Role,
      Handler,
    })),
    triggers: EventSourceMappings.map(({ UUID, State, FunctionArn }) => ({ UUID, State, FunctionArn })),
  };
}

async function readRoles({ iam }: Aws) {
  const { Roles = [] } = await iam.send(new ListRolesCommand({}));
  return Promise.all(
    Roles.map(async ({ RoleName, AssumeRolePolicyDocument }) => {
      const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
      const inline = await Promise.all(
        PolicyNames.map(async (PolicyName) => {
          const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
          return { PolicyName, PolicyDocument };
        }),
      );
      const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
      return { RoleName, AssumeRolePolicyDocument, inline, AttachedPolicies };
    }),
  );
}

/** Lists each resource of a snapshot as JSON. */
export function entriesOf(account: Record<string, unknown>): string[] {
  const things = (value: unknown): unknown[] =>
    Array.isArray(value) ? value : Object.values(value ?? {}).flatMap(things);
  return things(account).map((thing) => JSON.stringify(thing));
}
