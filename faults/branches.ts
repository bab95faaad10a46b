import {
  GetFunctionConfigurationCommand,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { Aws } from '../checks/aws.ts';
import type { Stack } from '../local/stack.ts';
import type { Folder } from './uploads.ts';

/** One end of the pipeline: what lies between the topic and one folder of outputs. */
export interface Branch {
  folder: Folder;
  functionName: string;
  logGroup: string;
  roleName: string;
  queueUrl: string;
}

/** The branches of a stack that is deployed, by its outputs. */
export async function readBranches({ lambda }: Aws, outputs: Stack['outputs']): Promise<readonly Branch[]> {
  const ends = [
    ['thumbnail', 'Thumbnail', outputs.CreateThumbnailName],
    ['mobile', 'Mobile', outputs.CreateMobileImageName],
  ] as const;
  return Promise.all(
    ends.map(async ([folder, name, functionName = '']) => {
      const configuration = await lambda.send(
        new GetFunctionConfigurationCommand({ FunctionName: functionName }),
      );
      return {
        folder,
        functionName,
        logGroup: configuration.LoggingConfig?.LogGroup ?? `/aws/lambda/${functionName}`,
        roleName: configuration.Role?.split('/').at(-1) ?? '',
        queueUrl: outputs[`${name}QueueUrl`] ?? '',
      };
    }),
  );
}

/** Switches a function's trigger on or off. */
export async function setTrigger({ lambda }: Aws, { functionName }: Branch, Enabled: boolean): Promise<void> {
  const { EventSourceMappings = [] } = await lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName: functionName }),
  );
  for (const { UUID } of EventSourceMappings)
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
}

/** Points a function's S3 client at another endpoint; undefined: at the embedded AWS again. Its processes start anew. */
export async function setEndpoint(
  { lambda }: Aws,
  branch: Branch,
  endpoint: string | undefined,
): Promise<void> {
  const FunctionName = branch.functionName;
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const { AWS_ENDPOINT_URL: _, ...others } = Environment?.Variables ?? {};
  const Variables = { ...others, ...(endpoint !== undefined && { AWS_ENDPOINT_URL: endpoint }) };
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
}

/** Time compressed: so many seconds after a try that failed, the message comes again (180 in the template). */
export async function setRetryAfter({ sqs }: Aws, { queueUrl }: Branch, seconds: number): Promise<void> {
  const Attributes = { VisibilityTimeout: String(seconds) };
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: queueUrl, Attributes }));
}

/** Messages in the queue, those that are being worked on and those that are delayed among them. */
export async function countMessages({ sqs }: Aws, { queueUrl }: Branch): Promise<number> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['All'] }),
  );
  return [
    Attributes.ApproximateNumberOfMessages,
    Attributes.ApproximateNumberOfMessagesNotVisible,
    Attributes.ApproximateNumberOfMessagesDelayed,
  ].reduce((sum, count) => sum + Number(count ?? 0), 0);
}
