import {
  ChangeMessageVisibilityBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { countMessages } from '../../account/follow/queue-search.ts';
import type { QueuePlace } from '../../account/observe/queue.ts';
import type { Aws } from '../../aws/clients.ts';
import { Failure } from '../../cli/failure.mjs';
import { type DeadLetter, readDeadLetter } from './dead-letter.ts';

/** The messages that were read from a queue. */
export interface Look {
  /** Oldest first. */
  letters: readonly DeadLetter[];
  /** The approximate number of messages from SQS. It includes messages that somebody else has just received. */
  about: number;
}

/** If this process is killed, the messages that it received become visible again after this time. */
const HIDDEN_SECONDS = 120;
/** Number of receives at the same time. Each returns at most ten messages. */
const AT_ONCE = 4;
/** Number of rounds without a new message after which reading stops. It is higher while the count of SQS is not reached. */
const BARREN_ROUNDS = { all: 1, more: 3 };

/**
 * Reads all messages of a dead-letter queue and leaves them there, visible as before. Reading counts as a receive. That is
 * safe, because a dead-letter queue normally has no redrive policy, so SQS does not move its messages.
 * @throws Failure for a queue with a redrive policy, because reading could move its messages.
 */
export async function readDeadLetters(
  { sqs }: Pick<Aws, 'sqs'>,
  queue: QueuePlace,
  signal?: AbortSignal,
): Promise<Look> {
  await requireNoRedrive({ sqs }, queue);
  const { arrived, delayed } = await countMessages({ sqs }, queue.url);
  const about = arrived + delayed;
  const seen = new Map<string, SeenMessage>();
  try {
    for (let barren = 0; barren < roundsLeft(seen.size, about) && !signal?.aborted; ) {
      const before = seen.size;
      // It waits for all receives, because the messages of a slow one must be made visible again too.
      const received = await Promise.allSettled(
        Array.from({ length: AT_ONCE }, () => receive({ sqs }, queue, seen)),
      );
      for (const result of received) if (result.status === 'rejected') throw result.reason;
      barren = seen.size > before ? 0 : barren + 1;
    }
  } finally {
    await putBack({ sqs }, queue, seen);
  }
  const letters = [...seen.values()].map(({ message, receivedAt }) => readDeadLetter(message, receivedAt));
  return { letters: letters.toSorted((one, other) => one.sentAt - other.sentAt), about };
}

function roundsLeft(seen: number, about: number): number {
  return seen >= about ? BARREN_ROUNDS.all : BARREN_ROUNDS.more;
}

interface SeenMessage {
  message: Message;
  /** Milliseconds. */
  receivedAt: number;
  /** The newest handle. Earlier ones are no longer valid. */
  receiptHandle: string;
}

async function receive(
  { sqs }: Pick<Aws, 'sqs'>,
  { url }: QueuePlace,
  seen: Map<string, SeenMessage>,
): Promise<void> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: url,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: HIDDEN_SECONDS,
      // Without waiting, SQS queries only some of its servers.
      WaitTimeSeconds: 1,
      MessageSystemAttributeNames: ['All'],
    }),
  );
  for (const message of Messages) {
    const { MessageId = '', ReceiptHandle: receiptHandle = '' } = message;
    const earlier = seen.get(MessageId) ?? { message, receivedAt: Date.now() };
    seen.set(MessageId, { ...earlier, receiptHandle });
  }
}

async function putBack(
  { sqs }: Pick<Aws, 'sqs'>,
  { url }: QueuePlace,
  seen: ReadonlyMap<string, SeenMessage>,
): Promise<void> {
  const handles = [...seen.values()].map(({ receiptHandle }) => receiptHandle);
  for (let first = 0; first < handles.length; first += 10) {
    const Entries = handles
      .slice(first, first + 10)
      .map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle, VisibilityTimeout: 0 }));
    await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: url, Entries }));
  }
}

async function requireNoRedrive({ sqs }: Pick<Aws, 'sqs'>, { name, url }: QueuePlace): Promise<void> {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['RedrivePolicy'] }),
  );
  if (!Attributes?.RedrivePolicy) return;
  throw new Failure({
    code: 'dead-letters-move-on',
    problem: `Expected no redrive policy on the dead-letter queue ${name}, found one. Listing receives messages, and SQS could move them to another queue.`,
    fix: `aws sqs set-queue-attributes --queue-url ${url} --attributes RedrivePolicy=`,
  });
}
