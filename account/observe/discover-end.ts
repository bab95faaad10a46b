import { type OutputName, queueName } from '../../lab/output-names.ts';
import { OUTPUTS } from '../../lab/outputs.ts';
import { foundIn, type Seen } from '../seen.ts';
import { findFunction } from './find-function.ts';
import { findQueue } from './find-queue.ts';
import type { BareFunction } from './function.ts';
import { arnOf, nameOfArn, type Place } from './place.ts';
import type { QueuePlace } from './queue.ts';
import type { Readers } from './readers.ts';
import type { StackNames } from './stack.ts';

export interface EndClues {
  end: OutputName;
  /** The names of the queues that are subscribed to the topic. */
  subscribed: readonly string[];
  /** The suffix that the template's parameter NameSuffix added to the names. */
  suffix: string;
  stack: StackNames | undefined;
}

/** Finds the queue and the function of one output. Each one helps to find the other. */
export async function discoverEnd(
  place: Place,
  readers: Readers,
  { end, subscribed, suffix: added, stack }: EndClues,
): Promise<{ queue: Seen<QueuePlace>; lambda: Seen<BareFunction> }> {
  // The names in a stack's outputs already contain the suffix.
  const suffix = stack ? '' : added;
  const functionName = stack?.functions[end] ?? OUTPUTS[end].functionName;
  const triggers = foundIn(await readers.triggersIfFound(`${functionName}${suffix}`)) ?? [];
  const queue = await findQueue(end, {
    name: stack?.queues[end] ?? queueName(end),
    subscribed,
    suffix,
    triggering: triggers.map(({ sourceArn }) => nameOfArn(sourceArn)),
    byName: readers.queue,
    similar: readers.queuesLike,
  });
  const found = foundIn(queue)?.name;
  const lambda = await findFunction(end, {
    name: functionName,
    suffix,
    queueArn: found && arnOf(place, 'sqs', found),
    read: readers.lambda,
    triggers: readers.triggers,
    triggeredBy: readers.triggeredBy,
    list: readers.functionNames,
  });
  return { queue, lambda };
}
