import {
  type LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';

/**
 * MiniStack's CloudFormation hands a trigger's maximum concurrency on as the text that every parameter is, and its
 * poller then fails on comparing it with a number, so that no message is delivered: sets it anew, as a number.
 * @returns a sentence for what was done.
 */
export async function restoreMaximumConcurrency(lambda: LambdaClient): Promise<string[]> {
  const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({}));
  let mended = 0;
  for (const { UUID, ScalingConfig } of EventSourceMappings) {
    const maximum: unknown = ScalingConfig?.MaximumConcurrency;
    if (typeof maximum !== 'string') continue;
    const MaximumConcurrency = Number(maximum);
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID, ScalingConfig: { MaximumConcurrency } }));
    mended++;
  }
  if (mended === 0) return [];
  return [
    `Its CloudFormation takes a maximum concurrency for text: ${mended} triggers have it as a number now.`,
  ];
}
