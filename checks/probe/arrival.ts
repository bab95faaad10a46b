import type { Aws } from '../aws.ts';
import type { InvocationFacts, MessageArrival } from '../facts.ts';
import { troubleOf } from '../trouble.ts';
import { type Cause, hasFailed, invocationCausedBy, namesSomethingElse } from './caused-by.ts';
import { readInvocations } from './invocations.ts';
import { type Patience, poll } from './poll.ts';
import { countMessages, type QueueSearch, searchQueue } from './queue-search.ts';
import type { QueueAddress, Station, Worker } from './stations.ts';

/** A message that was published. */
export interface Sent {
  /** What no other message holds. */
  mark: string;
  /** Milliseconds of this process. */
  startedAt: number;
  /** Milliseconds of AWS's clock. */
  publishedAt: number;
}

export interface Arrived {
  arrival: MessageArrival;
  invocation?: InvocationFacts;
  /** Its consumer failed on it, or holds it. */
  isStuck?: boolean;
}

export interface ArrivalOptions extends Patience {
  /** It cannot arrive, as far as was observed: only what names it counts. */
  isBroken: boolean;
  /** Narrates. */
  say: (line: string) => void;
}

export const NOWHERE: MessageArrival = { kind: 'missing', waitedMs: 0 };

/** After this, a message that is still in the queue counts, though the log of its consumer says nothing (yet). */
const SILENT_MS = 4000;
/** So long an invocation is looked for that names the message, when there is one that names nothing. */
const UNNAMED_MS = 1500;

/** Looks for a message in the queue of a station, or in the log of who takes from it. */
export async function awaitArrival(
  aws: Aws,
  { queue, consumer }: Station,
  sent: Sent,
  options: ArrivalOptions,
): Promise<Arrived> {
  for (const seen of [queue, consumer]) {
    if (seen.kind === 'unreadable') return { arrival: { kind: 'unreadable', trouble: seen.trouble } };
  }
  if (queue.kind !== 'found' || consumer.kind !== 'found') return { arrival: NOWHERE };
  const worker = consumer.value;
  const where = worker === null ? queue.value.name : `the log of ${worker.name}`;
  options.say(`waits for the test message in ${where}`);
  try {
    return worker === null
      ? await inQueue(searchQueue(aws, queue.value.url), sent, options)
      : await inLog(aws, queue.value, worker, sent, options);
  } catch (error) {
    const action = worker === null ? 'sqs:ReceiveMessage' : 'logs:FilterLogEvents';
    return { arrival: { kind: 'unreadable', trouble: troubleOf(error, action) } };
  }
}

async function inQueue(search: QueueSearch, { mark, startedAt }: Sent, patience: Patience): Promise<Arrived> {
  try {
    const found = await poll(async () => ((await search.take([mark])) > 0 ? true : undefined), patience);
    const milliseconds = Math.round(performance.now() - startedAt);
    return found
      ? { arrival: { kind: 'arrived', where: 'queue', milliseconds } }
      : { arrival: { kind: 'missing', waitedMs: milliseconds } };
  } finally {
    await search.putBack();
  }
}

async function inLog(
  aws: Aws,
  queue: QueueAddress,
  worker: Worker,
  { mark, startedAt, publishedAt }: Sent,
  { isBroken, ...patience }: ArrivalOptions,
): Promise<Arrived> {
  const unnamed = !isBroken && { unlike: namesSomethingElse };
  const cause: Cause = { names: [mark], since: publishedAt, unnamed };
  const elapsed = () => Math.round(performance.now() - startedAt);
  let unnamedSince: number | undefined;
  const arrived = await poll(async (): Promise<Arrived | undefined> => {
    const invocations = await readInvocations(aws, { logGroup: worker.logGroup, from: publishedAt - 1000 });
    const found = invocationCausedBy(invocations, cause, worker);
    if (found === undefined) {
      return isBroken || elapsed() < SILENT_MS ? undefined : stillInQueue(aws, queue, elapsed());
    }
    // One that names it may come yet.
    unnamedSince ??= elapsed();
    const isIt = found.namesUpload || elapsed() - unnamedSince > UNNAMED_MS;
    return isIt ? arrivedInLog(found, publishedAt, elapsed()) : undefined;
  }, patience);
  return arrived ?? { arrival: { kind: 'missing', waitedMs: elapsed() } };
}

/** A function that is at work, or is kept from it, has a message that it has not finished. */
async function stillInQueue(
  aws: Aws,
  { url, messagesBefore }: QueueAddress,
  milliseconds: number,
): Promise<Arrived | undefined> {
  const { arrived } = await countMessages(aws, url);
  if (arrived <= messagesBefore) return undefined;
  return { arrival: { kind: 'arrived', where: 'queue', milliseconds }, isStuck: true };
}

/** Log lines are read some time after they were written. */
function arrivedInLog(invocation: InvocationFacts, publishedAt: number, seenMs: number): Arrived {
  const startMs = Date.parse(invocation.startedAt) - publishedAt;
  const milliseconds = startMs >= 0 ? Math.min(startMs, seenMs) : seenMs;
  const isStuck = hasFailed(invocation);
  return { arrival: { kind: 'arrived', where: 'log', milliseconds }, invocation, isStuck };
}
