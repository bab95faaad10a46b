import { type OutputName, queueName } from '../../lab/output-names.ts';
import { absent, foundIn, type Seen } from '../seen.ts';
import { resembles, resemblesOther, suffixOf } from './names.ts';
import type { QueuePlace } from './queue.ts';

export interface QueueClues {
  /** The expected name. By default, this is the lab's name. */
  name: string;
  /** The names of the queues that are subscribed to the topic. */
  subscribed: readonly string[];
  /** The suffix that NameSuffix added to other names: `-two`, or empty. */
  suffix: string;
  /** The names of the queues that trigger the function of this output. */
  triggering: readonly string[];
  /** Finds a queue by its name. */
  byName(name: string): Promise<Seen<QueuePlace>>;
  /** Lists the queues whose names begin with the same letter. */
  similar(name: string): Promise<Seen<readonly QueuePlace[]>>;
}

/**
 * Finds the queue of one output. A subscribed queue with the lab's name comes first, and then any queue with that
 * name. Otherwise it is the subscribed queue that triggers the output's function, whatever its name. A queue with a
 * misspelt name is not taken: it is only named in `near`.
 */
export async function findQueue(end: OutputName, clues: QueueClues): Promise<Seen<QueuePlace>> {
  for (const name of likelyNames(end, clues)) {
    const seen = await clues.byName(name);
    if (seen.kind !== 'absent') return seen;
  }
  const similar = await clues.similar(clues.name);
  if (similar.kind === 'unreadable') return similar;
  const others = foundIn(similar) ?? [];
  const fifo = others.find(({ name }) => name === `${clues.name}.fifo`);
  if (fifo !== undefined) return { kind: 'found', value: fifo };
  const names = new Set([...clues.subscribed, ...others.map(({ name }) => name)]);
  return absent([...names].filter((name) => resembles(name, clues.name)));
}

function likelyNames(end: OutputName, { name, subscribed, suffix, triggering }: QueueClues): string[] {
  const named = subscribed.filter((one) => suffixOf(one, name) !== undefined);
  const exact = named.filter((one) => one === name);
  const ofSuffix = named.filter((one) => one === `${name}${suffix}`);
  const wired = subscribed.filter(
    (one) =>
      triggering.includes(one) && !resembles(one, queueName(end)) && !resemblesOther(one, end, queueName),
  );
  return [...new Set([...ofSuffix, ...exact, ...named, `${name}${suffix}`, name, ...wired])];
}
