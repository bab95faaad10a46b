import { countMessages } from '../../account/follow/queue-search.ts';
import type { Aws } from '../../aws/clients.ts';
import type { DeadLetterQueue, Source } from './dead-letter-queues.ts';

/** Messages that a function has not processed yet. They can still become dead letters. */
export interface InWork {
  source: Source;
  /** Number of messages that are visible, delayed or in flight. SQS calls these numbers approximate. */
  messages: number;
  /** When each message is processed or a dead letter, in milliseconds. Undefined when nothing moves it. */
  until: number | undefined;
}

/** Counts the messages in the source queues of a dead-letter queue. Leaves out empty queues. */
export async function countInWork(aws: Aws, { sources }: DeadLetterQueue): Promise<InWork[]> {
  const counted = await Promise.all(
    sources.map(async (source) => {
      const { arrived, delayed } = await countMessages(aws, source.url);
      return { source, messages: arrived + delayed, until: lastTry(source, Date.now()) };
    }),
  );
  return counted.filter(({ messages }) => messages > 0);
}

/** Returns the latest end of all tries. SQS hides a message for the visibility timeout after each try. */
function lastTry({ worker, maxReceiveCount, visibilityTimeoutSeconds }: Source, now: number) {
  if (worker === undefined || maxReceiveCount === null) return undefined;
  return now + maxReceiveCount * visibilityTimeoutSeconds * 1000;
}

/** Describes the messages of one queue in a few sentences. */
export function inWorkInWords({ source, messages, until }: InWork): string {
  const { name, worker, maxReceiveCount, visibilityTimeoutSeconds } = source;
  const are = messages === 1 ? '1 message is' : `${messages} messages are`;
  if (worker === undefined) return `${are} in ${name}, but the queue triggers no function.`;
  if (until === undefined) return `${are} still in ${name}. The queue has no redrive policy.`;
  const by = new Date(until)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, ' UTC');
  const them = messages === 1 ? 'it' : 'them';
  return `${are} still in ${name}. ${worker.name} is processing ${them} or will retry. If ${them === 'it' ? 'it fails' : 'they fail'}, SQS moves ${them} to the dead-letter queue by ${by} (${maxReceiveCount} tries, ${visibilityTimeoutSeconds} s each).`;
}
