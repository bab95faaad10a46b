import {
  type CloudFormationClient,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { evaluate, type Values } from '../template-src/evaluate.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from './local-aws.ts';

/** The same name as in samconfig.toml. */
export const STACK_NAME = 'serverless-image-lab';

/** What a stack is now. */
export interface Stack {
  /** By the names in the template. */
  outputs: Readonly<Record<string, string>>;
  /** What `Ref` gives, by logical id. */
  physicalIds: Readonly<Record<string, string>>;
  /** A part of the built template, with the stack's parameters and resources put in. */
  evaluate: (part: unknown, conditions: object | undefined) => unknown;
}

/** @throws Error when there is no such stack. */
export async function readStack(client: CloudFormationClient, StackName = STACK_NAME): Promise<Stack> {
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
  const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand({ StackName }));
  const { Parameters = [], Outputs = [], StackId = '' } = Stacks?.[0] ?? {};
  const physicalIds = Object.fromEntries(
    StackResources.map(({ LogicalResourceId = '', PhysicalResourceId = '' }) => [
      LogicalResourceId,
      PhysicalResourceId,
    ]),
  );
  // arn:aws:cloudformation:ap-northeast-1:111111111111:stack/serverless-image-lab/…
  const [, partition = 'aws', , region = LOCAL_REGION, account = LOCAL_ACCOUNT] = StackId.split(':');
  const values: Values = {
    'AWS::Partition': partition,
    'AWS::Region': region,
    'AWS::AccountId': account,
    'AWS::URLSuffix': 'amazonaws.com',
    ...Object.fromEntries(
      Parameters.map(({ ParameterKey = '', ParameterValue = '' }) => [ParameterKey, ParameterValue]),
    ),
    ...physicalIds,
    'OwnKey.Arn': `arn:${partition}:kms:${region}:${account}:key/${physicalIds.OwnKey}`,
  };
  return {
    outputs: Object.fromEntries(
      Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
    ),
    physicalIds,
    evaluate: (part, conditions) => evaluate(part, values, conditions),
  };
}
