import type { Aws } from '../../checks/aws.ts';
import { nameOfArn } from '../../checks/observe/place.ts';
import type { DeadLetter } from './dead-letter.ts';
import type { DeadLetterQueue, Source } from './dead-letter-queues.ts';
import { readDeadLetters } from './read-dead-letters.ts';
import { findReasons, type Reason } from './reasons.ts';

/** A dead-letter queue, and what lies in it. */
export interface ListedQueue {
  queue: DeadLetterQueue;
  /** Oldest first. */
  letters: readonly ListedLetter[];
  /** How many SQS said there are, approximately. */
  about: number;
}

export interface ListedLetter extends DeadLetter {
  /** Where it comes from; undefined when several queues share the dead-letter queue, and nobody knows. */
  source: Source | undefined;
  reason: Reason;
}

/** Looks at all that lies in a dead-letter queue, and why. It stays there. */
export async function listQueue(
  aws: Aws,
  queue: DeadLetterQueue,
  signal?: AbortSignal,
): Promise<ListedQueue> {
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
  return { queue, letters: listed.flat().toSorted((one, other) => one.sentAt - other.sentAt), about };
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
        text: `it comes from ${nameOfArn(movedFrom)}, which is not one of the lab's queues`,
      };
}
