import type { Aws } from '../../aws/clients.ts';
import { narrate } from '../../cli/narration.ts';
import { type FoundQueues, findDeadLetterQueues, type Given } from './dead-letter-queues.ts';
import { type ListedQueue, listQueue } from './listing.ts';

export interface DeadLetterList {
  found: FoundQueues;
  queues: readonly ListedQueue[];
}

/** Finds the dead-letter queues and reads their messages with the reasons. Shows the progress. */
export function listDeadLetters(aws: Aws, given: Given, signal: AbortSignal): Promise<DeadLetterList> {
  return narrate('Read the dead-letter queues', async (say) => {
    say('finding the dead-letter queues');
    const found = await findDeadLetterQueues(aws, given);
    say('reading the messages and the logs');
    const queues = await Promise.all(found.deadLetterQueues.map((queue) => listQueue(aws, queue, signal)));
    return { found, queues };
  });
}
