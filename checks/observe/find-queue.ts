import type { End, Seen } from '../facts.ts';
import { endNames } from '../tasks/ends.ts';
import { foundIn } from '../tasks/found.ts';
import { isOfOtherEnd, resembles, suffixOf } from './names.ts';
import type { QueuePlace } from './queue.ts';
import { absent } from './seen.ts';

export interface QueueClues {
  /** What it is called; by default as in the lab. */
  name: string;
  /** Names of the queues that are subscribed to the topic. */
  subscribed: readonly string[];
  /** What NameSuffix added elsewhere: `-two`, or empty. */
  suffix: string;
  /** Names of the queues that trigger the function of this end. */
  triggering: readonly string[];
  /** Finds a queue by its name. */
  byName(name: string): Promise<Seen<QueuePlace>>;
  /** Queues of names that begin with the same letter. */
  similar(name: string): Promise<Seen<readonly QueuePlace[]>>;
}

/**
 * Finds the queue of an end: the one that is subscribed, by its name; else by its name alone; else, whatever its name, the one
 * that is subscribed and triggers the end's function. What looks like a misspelt name is not taken for it, but named.
 */
export async function findQueue(end: End, clues: QueueClues): Promise<Seen<QueuePlace>> {
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

function likelyNames(end: End, { name, subscribed, suffix, triggering }: QueueClues): string[] {
  const named = subscribed.filter((one) => suffixOf(one, name) !== undefined);
  const exact = named.filter((one) => one === name);
  const ofSuffix = named.filter((one) => one === `${name}${suffix}`);
  const wired = subscribed.filter(
    (one) =>
      triggering.includes(one) && !resembles(one, endNames[end].queue) && !isOfOtherEnd(one, end, 'queue'),
  );
  return [...new Set([...ofSuffix, ...exact, ...named, `${name}${suffix}`, name, ...wired])];
}
