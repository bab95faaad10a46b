import {
  GetFunctionConfigurationCommand,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { Stack } from '../../account/stack.ts';
import type { Aws } from '../../aws/clients.ts';
import { functionNameOf, OUTPUT_NAMES, type OutputName, outputId } from '../../lab/output-names.ts';

/** What a stack has deployed for one output. */
export interface DeployedOutput {
  output: OutputName;
  functionName: string;
  logGroup: string;
  roleName: string;
  queueUrl: string;
}

/** Reads the branches of a deployed stack from its outputs. */
export async function readBranches(
  { lambda }: Aws,
  outputs: Stack['outputs'],
): Promise<readonly DeployedOutput[]> {
  return Promise.all(
    OUTPUT_NAMES.map(async (output) => {
      const functionName = outputs[`${functionNameOf(output)}Name`] ?? '';
      const configuration = await lambda.send(
        new GetFunctionConfigurationCommand({ FunctionName: functionName }),
      );
      return {
        output,
        functionName,
        logGroup: configuration.LoggingConfig?.LogGroup ?? `/aws/lambda/${functionName}`,
        roleName: configuration.Role?.split('/').at(-1) ?? '',
        queueUrl: outputs[`${outputId(output)}QueueUrl`] ?? '',
      };
    }),
  );
}

/** Enables or disables a function's trigger. */
export async function setTrigger(
  { lambda }: Aws,
  { functionName }: DeployedOutput,
  Enabled: boolean,
): Promise<void> {
  const { EventSourceMappings = [] } = await lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName: functionName }),
  );
  for (const { UUID } of EventSourceMappings)
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
}

/**
 * Points a function's S3 client at another endpoint, or at the embedded AWS when it is undefined. The function's
 * processes start anew.
 */
export async function setEndpoint(
  { lambda }: Aws,
  branch: DeployedOutput,
  endpoint: string | undefined,
): Promise<void> {
  const FunctionName = branch.functionName;
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const { AWS_ENDPOINT_URL: _, ...others } = Environment?.Variables ?? {};
  const Variables = { ...others, ...(endpoint !== undefined && { AWS_ENDPOINT_URL: endpoint }) };
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
}

/** Compresses time: SQS delivers a failed message again after this many seconds (180 in the template). */
export async function setRetryAfter(
  { sqs }: Aws,
  { queueUrl }: DeployedOutput,
  seconds: number,
): Promise<void> {
  const Attributes = { VisibilityTimeout: String(seconds) };
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: queueUrl, Attributes }));
}

/** Counts the messages in the queue, including messages that are in flight or delayed. */
export async function countMessages({ sqs }: Aws, { queueUrl }: DeployedOutput): Promise<number> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['All'] }),
  );
  return [
    Attributes.ApproximateNumberOfMessages,
    Attributes.ApproximateNumberOfMessagesNotVisible,
    Attributes.ApproximateNumberOfMessagesDelayed,
  ].reduce((sum, count) => sum + Number(count ?? 0), 0);
}
