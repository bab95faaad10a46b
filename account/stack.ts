import {
  type CloudFormationClient,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';

/** Name of the stack, as in samconfig.toml. */
export const STACK_NAME = 'serverless-image-lab';

/** The current outputs and resources of a stack. */
export interface Stack {
  /** Outputs by their names in the template. */
  outputs: Readonly<Record<string, string>>;
  /** Physical ids, which `Ref` returns, by logical id. */
  physicalIds: Readonly<Record<string, string>>;
}

/** Reads a stack. @throws Error when there is no such stack. */
export async function readStack(client: CloudFormationClient, StackName = STACK_NAME): Promise<Stack> {
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
  const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand({ StackName }));
  const { Outputs = [] } = Stacks?.[0] ?? {};
  const physicalIds = Object.fromEntries(
    StackResources.map(({ LogicalResourceId = '', PhysicalResourceId = '' }) => [
      LogicalResourceId,
      PhysicalResourceId,
    ]),
  );
  return {
    outputs: Object.fromEntries(
      Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
    ),
    physicalIds,
  };
}
