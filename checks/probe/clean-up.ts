import { countMessages, searchQueue } from '../../account/follow/queue-search.ts';
import type { Station } from '../../account/follow/stations.ts';
import { bounded } from '../../aws/bounded-aws.ts';
import type { Aws } from '../../aws/clients.ts';
import { poll } from '../../aws/poll.ts';
import { type Swept, sweep, type Trail } from './sweep.ts';

/** What the probe made, as far as it knows. */
export interface Made {
  /** The picture, once its upload has begun. */
  picture: Trail | undefined;
  /** Texts in the messages that the probe sent or caused. */
  marks: readonly string[];
  /** Stations whose consumer may still hold such a message, and for how many milliseconds to wait for each. */
  late: ReadonlyMap<Station, number>;
}

/** The clean-up stops after this time, whatever time was left for grading. */
const LONGEST_MS = 20_000;
/** A function that may still be running gets this long to finish a message. */
export const LATE_MS = 1000;

/** What the clean-up could not remove, and what it found. */
export interface CleanedUp {
  leftovers: string[];
  copies: Swept['copies'];
}

/** Removes what the probe made. Never throws. */
export async function cleanUp(clients: Aws, stations: readonly Station[], made: Made): Promise<CleanedUp> {
  const signal = AbortSignal.timeout(LONGEST_MS);
  const aws = bounded(clients, signal);
  const isMessageSent = made.marks.length > 0;
  const awaitAll = (late: ReadonlyMap<Station, number>) =>
    perStation(late.keys(), (station) => awaitConsumer(aws, station, late.get(station) ?? 0, signal));
  // The consumers get their time while the objects are removed.
  const [{ left, copies }, held] = await Promise.all([
    made.picture ? sweep(aws, made.picture, signal) : NOTHING_SWEPT,
    isMessageSent ? awaitAll(made.late) : [],
  ]);
  // Copies cause messages too. Their consumers no longer find an object.
  const heldNow =
    copies.length > 0 && isMessageSent
      ? await awaitAll(new Map(stations.map((one) => [one, LATE_MS])))
      : held;
  const inQueues = await perStation(stations, (station) => emptyQueue(aws, station, made.marks, signal));
  return { leftovers: [...new Set([...left, ...heldNow, ...inQueues])], copies };
}

const NOTHING_SWEPT: Swept = { left: [], copies: [] };

/** Does the same work at every station, side by side. @returns sentences that say what is left. */
async function perStation(
  stations: Iterable<Station>,
  act: (station: Station) => Promise<string | undefined>,
): Promise<string[]> {
  const left = await Promise.all([...stations].map(act));
  return left.filter((words) => words !== undefined);
}

/** Waits a moment for the queue's consumer, which may still be processing a message. */
async function awaitConsumer(
  aws: Aws,
  { queue, consumer }: Station,
  milliseconds: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (queue.kind !== 'found' || isWithoutConsumer(consumer)) return undefined;
  const { name, url, messagesBefore } = queue.value;
  try {
    const isDone = await poll(
      async () => {
        const { arrived, delayed } = await countMessages(aws, url);
        return arrived + delayed <= messagesBefore ? true : undefined;
      },
      { milliseconds, signal },
    );
    if (isDone) return undefined;
    const who = consumer.kind === 'found' && consumer.value ? consumer.value.name : 'its consumer';
    return `a message in ${name} that ${who} has not finished yet`;
  } catch {
    return `messages in ${name}`;
  }
}

/** Removes the probe's messages from a queue without a consumer. */
async function emptyQueue(
  aws: Aws,
  { queue, consumer }: Station,
  marks: readonly string[],
  signal: AbortSignal,
): Promise<string | undefined> {
  if (queue.kind !== 'found' || marks.length === 0 || !isWithoutConsumer(consumer)) return undefined;
  const { name, url } = queue.value;
  const isEmpty = await takeAll(aws, url, marks, signal).catch(() => false);
  return isEmpty ? undefined : `messages in ${name}`;
}

function isWithoutConsumer(consumer: Station['consumer']): boolean {
  return consumer.kind === 'found' && consumer.value === null;
}

async function takeAll(
  aws: Aws,
  url: string,
  marks: readonly string[],
  signal: AbortSignal,
): Promise<boolean> {
  const search = searchQueue(aws, url);
  try {
    while (!signal.aborted) if ((await search.take(marks)) === 0) return true;
    return false;
  } finally {
    await search.putBack();
  }
}
