import type { Context, SQSHandler } from 'aws-lambda';
import type { ForEachEnd } from '../../checks/facts.ts';
import { BUCKET, enveloped, s3Event, sqsBatch } from '../../events/aws-messages.ts';
import { LOCAL_REGION, localVariables } from '../../local/local-aws.ts';

/** A bucket that tells nobody of uploads. */
export const QUIET_BUCKET = 'quiet-pictures';

/** The project's two handlers, in this process, as clients of an embedded AWS. */
export async function loadHandlers(endpoint: string): Promise<ForEachEnd<SQSHandler>> {
  Object.assign(process.env, localVariables(endpoint), {
    AWS_REGION: LOCAL_REGION,
    POWERTOOLS_LOG_LEVEL: 'SILENT',
  });
  const { handler: thumbnail } = await import('../../functions/CreateThumbnail.ts');
  const { handler: mobile } = await import('../../functions/CreateMobileImage.ts');
  return { thumbnail, mobile };
}

/** Gives a handler the message of an upload to the quiet bucket. @throws Error when it reports it as failed. */
export async function callHandler(handler: SQSHandler, key: string): Promise<void> {
  await callWith(handler, enveloped(s3Event(key).replaceAll(BUCKET, QUIET_BUCKET)));
}

/** Gives a handler one message. @throws Error when it reports it as failed. */
export async function callWith(handler: SQSHandler, body: string): Promise<void> {
  const answer = await handler(sqsBatch(body), CONTEXT as Context, () => {});
  if (answer && answer.batchItemFailures.length > 0)
    throw new Error(`The handler reports as failed: ${body}`);
}

/** What the handlers read of it. */
const CONTEXT = {
  functionName: 'CreateThumbnail',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:ap-northeast-1:111111111111:function:CreateThumbnail',
  memoryLimitInMB: '512',
  awsRequestId: '00000000-0000-0000-0000-000000000000',
  getRemainingTimeInMillis: () => 30_000,
} satisfies Partial<Context>;
