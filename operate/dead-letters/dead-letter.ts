import type { Message } from '@aws-sdk/client-sqs';
import { type Notification, parseNotification } from '../../functions/pipeline/notification.ts';

/** A message in a dead-letter queue. */
export interface DeadLetter {
  messageId: string;
  /** The parsed body. */
  content: Notification | { kind: 'unreadable'; problem: string };
  /** When the message was sent to the queue of the pipeline, in milliseconds. For an upload, this is moments later. */
  sentAt: number;
  /** When the message was first received, in milliseconds. Undefined when it is not known. */
  firstReceivedAt: number | undefined;
  /** Receives as SQS counts them: the function's tries and every listing since. */
  receiveCount: number;
  /** ARN of the queue from which SQS moved the message. Undefined when SNS or somebody else sent it here. */
  movedFrom: string | undefined;
}

/** Reads a message of SQS. @param receivedAt the time of our own receive in milliseconds. */
export function readDeadLetter(
  { MessageId = '', Body = '', Attributes = {} }: Message,
  receivedAt: number,
): DeadLetter {
  const first = Number(Attributes.ApproximateFirstReceiveTimestamp ?? 0);
  return {
    messageId: MessageId,
    content: readContent(Body),
    sentAt: Number(Attributes.SentTimestamp ?? 0),
    // Our own receive does not show when the function first received the message.
    firstReceivedAt: first > 0 && first < receivedAt - OWN_LOOK_MS ? first : undefined,
    receiveCount: Number(Attributes.ApproximateReceiveCount ?? 1),
    movedFrom: Attributes.DeadLetterQueueSourceArn,
  };
}

const OWN_LOOK_MS = 2000;

function readContent(body: string): DeadLetter['content'] {
  try {
    return parseNotification(body);
  } catch (error) {
    return { kind: 'unreadable', problem: error instanceof Error ? error.message : String(error) };
  }
}
