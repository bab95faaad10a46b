import { nameOfArn } from '../../account/observe/place.ts';
import type { Aws } from '../../aws/clients.ts';
import type { DeadLetter } from './dead-letter.ts';
import type { DeadLetterQueue, Source } from './dead-letter-queues.ts';
import { countInWork, type InWork } from './in-work.ts';
import { readDeadLetters } from './read-dead-letters.ts';
import { findReasons, type Reason } from './reasons.ts';

/** A dead-letter queue and its messages. */
export interface ListedQueue {
  queue: DeadLetterQueue;
  /** Oldest first. */
  letters: readonly ListedLetter[];
  /** The approximate number of messages from SQS. */
  about: number;
  /** Messages in the source queues, which can still become dead letters. */
  inWork: readonly InWork[];
}

export interface ListedLetter extends DeadLetter {
  /** The queue that the message comes from. Undefined when several queues share the dead-letter queue and SQS does not name one. */
  source: Source | undefined;
  reason: Reason;
}

/** Lists all messages of a dead-letter queue with the reasons. The messages stay in the queue. */
export async function listQueue(
  aws: Aws,
  queue: DeadLetterQueue,
  signal?: AbortSignal,
): Promise<ListedQueue> {
  // The source queues are counted first. A message that is moved in the meantime is counted twice and not missed.
  const inWork = await countInWork(aws, queue);
  const { letters, about } = await readDeadLetters(aws, queue, signal);
  const bySource = Map.groupBy(letters, (letter) => sourceOf(letter, queue));
  const listed = await Promise.all(
    [...bySource].map(async ([source, own]) => {
      const reasons = source && (await findReasons(aws, source, own));
      return own.map((letter) => ({
        ...letter,
        source,
        reason: reasons?.get(letter.messageId) ?? withoutSource(letter),
      }));
    }),
  );
  const oldestFirst = listed.flat().toSorted((one, other) => one.sentAt - other.sentAt);
  return { queue, letters: oldestFirst, about, inWork };
}

function sourceOf({ movedFrom }: DeadLetter, { sources }: DeadLetterQueue): Source | undefined {
  if (movedFrom !== undefined) return sources.find(({ arn }) => arn === movedFrom);
  return sources.length === 1 ? sources[0] : undefined;
}

function withoutSource({ movedFrom }: DeadLetter): Reason {
  return movedFrom === undefined
    ? { kind: 'not-delivered' }
    : {
        kind: 'unknown',
        text: `The message comes from ${nameOfArn(movedFrom)}, which is not a queue of the lab`,
      };
}
