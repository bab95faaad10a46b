import type { Message } from '@aws-sdk/client-sqs';
import { type Notification, parseNotification } from '../../functions/pipeline/notification.ts';

/** A message in a dead-letter queue. */
export interface DeadLetter {
  messageId: string;
  /** What it is about. */
  content: Notification | { kind: 'unreadable'; problem: string };
  /** Milliseconds: when it was sent to the queue of the pipeline; for an upload, moments after it. */
  sentAt: number;
  /** Milliseconds: when it was first taken from a queue; undefined when nobody knows. */
  firstReceivedAt: number | undefined;
  /** As SQS counts: the function's tries, and each look since. */
  receiveCount: number;
  /** ARN of the queue from which SQS moved it here; undefined when SNS put it here, or somebody sent it. */
  movedFrom: string | undefined;
}

/** Reads a message as SQS gives it. @param receivedAt milliseconds. */
export function readDeadLetter(
  { MessageId = '', Body = '', Attributes = {} }: Message,
  receivedAt: number,
): DeadLetter {
  const first = Number(Attributes.ApproximateFirstReceiveTimestamp ?? 0);
  return {
    messageId: MessageId,
    content: readContent(Body),
    sentAt: Number(Attributes.SentTimestamp ?? 0),
    // What we have just done ourselves tells nothing of the function's first try.
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
