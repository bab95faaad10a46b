import type { End, Seen } from '../facts.ts';
import { endNames } from '../tasks/ends.ts';
import { foundIn } from '../tasks/found.ts';
import { findFunction } from './find-function.ts';
import { findQueue } from './find-queue.ts';
import type { BareFunction } from './function.ts';
import { arnOf, nameOfArn, type Place } from './place.ts';
import type { QueuePlace } from './queue.ts';
import type { Readers } from './readers.ts';
import type { StackNames } from './stack.ts';

export interface EndClues {
  end: End;
  /** Names of the queues that are subscribed to the topic. */
  subscribed: readonly string[];
  /** What our template's NameSuffix added to the names. */
  suffix: string;
  stack: StackNames | undefined;
}

/** Finds the queue and the function of an end, each with the help of the other. */
export async function discoverEnd(
  place: Place,
  readers: Readers,
  { end, subscribed, suffix: added, stack }: EndClues,
): Promise<{ queue: Seen<QueuePlace>; lambda: Seen<BareFunction> }> {
  // A stack's names have their suffix.
  const suffix = stack ? '' : added;
  const functionName = stack?.functions[end] ?? endNames[end].functionName;
  const triggers = foundIn(await readers.triggersIfFound(`${functionName}${suffix}`)) ?? [];
  const queue = await findQueue(end, {
    name: stack?.queues[end] ?? endNames[end].queue,
    subscribed,
    suffix,
    triggering: triggers.map(({ sourceArn }) => nameOfArn(sourceArn)),
    byName: readers.queue,
    similar: readers.queuesLike,
  });
  const queueName = foundIn(queue)?.name;
  const lambda = await findFunction(end, {
    name: functionName,
    suffix,
    queueArn: queueName && arnOf(place, 'sqs', queueName),
    read: readers.lambda,
    triggers: readers.triggers,
    triggeredBy: readers.triggeredBy,
    list: readers.functionNames,
  });
  return { queue, lambda };
}
