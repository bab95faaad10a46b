import {
  ChangeMessageVisibilityBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import type { Aws } from '../../checks/aws.ts';
import type { QueuePlace } from '../../checks/observe/queue.ts';
import { countMessages } from '../../checks/probe/queue-search.ts';
import { Failure } from '../../local/set-up/failure.mjs';
import { type DeadLetter, readDeadLetter } from './dead-letter.ts';

/** What was seen of a queue. */
export interface Look {
  /** Oldest first. */
  letters: readonly DeadLetter[];
  /** How many SQS said there are, approximately; what somebody else is just looking at is among them. */
  about: number;
}

/** While we look, what was seen stays hidden so long at most, should this process be killed. */
const HIDDEN_SECONDS = 120;
/** Receives side by side: each gives at most ten messages. */
const AT_ONCE = 4;
/** Rounds that give nothing new, after which all was seen; more as long as SQS says that there is more. */
const BARREN_ROUNDS = { all: 1, more: 3 };

/**
 * Looks at all messages of a dead-letter queue and leaves them there, visible as before. Each look counts as a receive:
 * that loses nothing, for a dead-letter queue has no redrive policy of its own by which SQS would move them on. One that
 * has is not looked at.
 * @throws Failure for a queue that would lose messages by being looked at.
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
      // All of them, for what a slower one receives has to be put back too.
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
  /** Of the last time: earlier ones are not valid any more. */
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
      // Without waiting, SQS asks only some of its servers.
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
    problem: `${name} has a redrive policy of its own: SQS moves on what is received, and a look is a receive.`,
    fix: `aws sqs set-queue-attributes --queue-url ${url} --attributes RedrivePolicy=`,
  });
}
