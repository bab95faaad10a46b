import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, SQSEvent, SQSHandler, SQSRecord } from 'aws-lambda';
import { type CreatedObject, parseNotification } from './notification.ts';
import { outputKey } from './output-key.ts';
import type { RefreshOutput } from './refresh-output.ts';

export interface HandlerParts {
  /** Key prefix of the outputs, with a slash at the end. */
  outputPrefix: string;
  refresh: RefreshOutput;
  logger: Log;
}

/** The part of the Powertools logger that a handler uses. */
export interface Log
  extends Record<'info' | 'warn' | 'error', (message: string, details: Record<string, unknown>) => void> {
  addContext(context: Context): void;
}

/**
 * Creates a handler for SQS batches that resizes uploads to `ingest/`. The handler returns the ids of the failed messages, so
 * that SQS delivers only these again.
 * @example
 * const handler = createHandler({ outputPrefix: 'thumbnail/', refresh, logger });
 * await handler(sqsEvent, context, () => {}); // { batchItemFailures: [{ itemIdentifier: '<message id>' }] }
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function createHandler(parts: HandlerParts): SQSHandler {
  const { logger } = parts;
  return async (event, context) => {
    logger.addContext(context);
    return processPartialResponse(readEvent(event), handleMessage, new BatchProcessor(EventType.SQS), {
      context,
      // Pictures are processed one at a time. Two large ones at once need twice the memory and are not faster on one core.
      processInParallel: false,
      // A batch in which all messages failed gets the same answer as any other batch.
      throwOnFullBatchFailure: false,
    });
  };

  async function handleMessage(message: SQSRecord): Promise<void> {
    try {
      if (typeof message.body !== 'string')
        throw new Error(`Expected text as the body of an SQS message, found ${typeof message.body}`);
      await handleNotification(message);
    } catch (error) {
      logger.error(`failed: ${error instanceof Error ? error.message : String(error)}`, {
        messageId: message.messageId,
        receiveCount: message.attributes?.ApproximateReceiveCount,
        error: error instanceof Error ? error : new Error(String(error)),
      });
      throw error;
    }
  }

  async function handleNotification({ body, messageId, attributes }: SQSRecord): Promise<void> {
    const notification = parseNotification(body);
    switch (notification.kind) {
      case 's3-test-event':
        return logger.info("S3's test event: the bucket's notification was saved", {
          bucket: notification.bucket,
        });
      case 'other':
        return logger.info('not an S3 upload: nothing to resize', { text: notification.text.slice(0, 1000) });
      case 'objects':
        // After a timeout or a kill, this line is the only one that names the message.
        logger.info(`works on ${notification.objects.map(({ key }) => key).join(', ')}`, {
          messageId,
          receiveCount: attributes?.ApproximateReceiveCount,
        });
        for (const object of notification.objects) await handleNamed(object);
    }
  }

  async function handleNamed(object: CreatedObject): Promise<void> {
    try {
      await handleObject(object);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`s3://${object.bucket}/${object.key}: ${reason}`, { cause });
    }
  }

  async function handleObject(object: CreatedObject): Promise<void> {
    const output = outputKey(object.key, parts.outputPrefix);
    if (output === undefined) {
      return logger.error("refused: the key is not below 'ingest/'. Limit the bucket's notification to it", {
        ...object,
      });
    }
    const refreshed = await parts.refresh(object, { bucket: object.bucket, key: output });
    if (refreshed.kind === 'gone') return logger.warn('nothing to resize: the object is gone', { ...object });
    const { jpeg, width, height, source: from, oddities } = refreshed.picture;
    if (oddities) logger.warn(`accepted although the file is odd: ${oddities.join('; ')}`, { ...object });
    const details = { ...object, from, to: { width, height }, bytes: jpeg.length };
    if (refreshed.kind === 'same') return logger.info(`${output} is there already`, details);
    logger.info(`made ${output}`, details);
  }
}

/**
 * Converts any input to an SQS event, because anybody can invoke the function with anything. A message without an id gets an
 * empty id. When it fails, Lambda treats the whole batch as failed, so that nothing is lost.
 */
function readEvent(event: unknown): SQSEvent {
  const records = typeof event === 'object' && event !== null && 'Records' in event ? event.Records : [];
  return { Records: Array.isArray(records) ? records.map(readRecord) : [] };
}

function readRecord(record: unknown): SQSRecord {
  const fields = typeof record === 'object' && record !== null ? record : {};
  const messageId = 'messageId' in fields && typeof fields.messageId === 'string' ? fields.messageId : '';
  // `sam local generate-event s3 put` makes an event of S3 itself. Its record counts as the body of a message.
  const body = 's3' in fields ? JSON.stringify({ Records: [record] }) : undefined;
  // The other properties are checked where they are used.
  return { ...fields, messageId, ...(body !== undefined && { body }) } as SQSRecord;
}
