import type { Context, SQSHandler } from 'aws-lambda';
import { forEachOutput } from '../../account/observe/side-by-side.ts';
import { BUCKET, enveloped, s3Event, sqsBatch } from '../../events/aws-messages.ts';
import { type ForEachOutput, functionNameOf } from '../../lab/output-names.ts';
import { LOCAL_REGION, localVariables } from '../../local/local-aws.ts';

/** A bucket without notifications. */
export const QUIET_BUCKET = 'quiet-pictures';

/** Loads the project's handlers into this process. They use the embedded AWS at this endpoint. */
export async function loadHandlers(endpoint: string): Promise<ForEachOutput<SQSHandler>> {
  Object.assign(process.env, localVariables(endpoint), {
    AWS_REGION: LOCAL_REGION,
    POWERTOOLS_LOG_LEVEL: 'SILENT',
  });
  return forEachOutput(async (name) => {
    const url = new URL(`../../functions/${functionNameOf(name)}.ts`, import.meta.url);
    // Each handler file exports the handler of its function.
    const { handler }: { handler: SQSHandler } = await import(url.href);
    return handler;
  });
}

/** Invokes a handler for an upload to the quiet bucket. @throws Error when the handler reports the message as failed. */
export async function callHandler(handler: SQSHandler, key: string): Promise<void> {
  await callWith(handler, enveloped(s3Event(key).replaceAll(BUCKET, QUIET_BUCKET)));
}

/** Invokes a handler with one message. @throws Error when the handler reports it as failed. */
export async function callWith(handler: SQSHandler, body: string): Promise<void> {
  const answer = await handler(sqsBatch(body), CONTEXT as Context, () => {});
  if (answer && answer.batchItemFailures.length > 0)
    throw new Error(`The handler reported this message as failed: ${body}`);
}

/** The part of the context that the handlers read. */
const CONTEXT = {
  functionName: 'CreateThumbnail',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:ap-northeast-1:111111111111:function:CreateThumbnail',
  memoryLimitInMB: '512',
  awsRequestId: '00000000-0000-0000-0000-000000000000',
  getRemainingTimeInMillis: () => 30_000,
} satisfies Partial<Context>;
