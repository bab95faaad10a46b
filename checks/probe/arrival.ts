import type { InvocationFacts, MessageArrival } from '../../account/facts.ts';
import { countMessages, type QueueSearch, searchQueue } from '../../account/follow/queue-search.ts';
import type { QueueAddress, Station, Worker } from '../../account/follow/stations.ts';
import {
  type Cause,
  hasFailed,
  invocationCausedBy,
  namesSomethingElse,
} from '../../account/logs/caused-by.ts';
import { readInvocations } from '../../account/logs/invocations.ts';
import type { Aws } from '../../aws/clients.ts';
import { type Hope, poll } from '../../aws/poll.ts';
import { troubleOf } from '../../aws/trouble.ts';

/** A message that the probe published. */
export interface Sent {
  /** A text that no other message contains. */
  mark: string;
  /** Milliseconds on this process's clock. */
  startedAt: number;
  /** Milliseconds on AWS's clock. */
  publishedAt: number;
}

export interface Arrived {
  arrival: MessageArrival;
  invocation?: InvocationFacts;
  /** The consumer failed on the message, or still holds it. */
  isStuck?: boolean;
}

export interface ArrivalOptions extends Hope {
  /** Receives a line for every step that begins. */
  say: (line: string) => void;
}

export const NOWHERE: MessageArrival = { kind: 'missing', waitedMs: 0 };

/** Looks for a message in the queue of a station, or in the log of the queue's consumer. */
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
  options.say(`Waiting for the test message in ${where}`);
  try {
    return worker === null
      ? await inQueue(searchQueue(aws, queue.value.url), sent, options)
      : await inLog(aws, queue.value, worker, sent, options);
  } catch (error) {
    const action = worker === null ? 'sqs:ReceiveMessage' : 'logs:FilterLogEvents';
    return { arrival: { kind: 'unreadable', trouble: troubleOf(error, action) } };
  }
}

async function inQueue(
  search: QueueSearch,
  { mark, startedAt }: Sent,
  { pace, ...hope }: ArrivalOptions,
): Promise<Arrived> {
  // Nobody takes the message from this queue.
  const milliseconds = Math.min(hope.milliseconds, pace.quietMs ?? Number.POSITIVE_INFINITY);
  const patience = { ...hope, milliseconds };
  try {
    const found = await poll(async () => ((await search.take([mark])) > 0 ? true : undefined), patience);
    const took = Math.round(performance.now() - startedAt);
    return found
      ? { arrival: { kind: 'arrived', where: 'queue', milliseconds: took } }
      : { arrival: { kind: 'missing', waitedMs: took } };
  } finally {
    await search.putBack();
  }
}

async function inLog(
  aws: Aws,
  queue: QueueAddress,
  worker: Worker,
  { mark, startedAt, publishedAt }: Sent,
  { isBroken, isMute, pace, ...patience }: ArrivalOptions,
): Promise<Arrived> {
  const unnamed = !isBroken && { unlike: namesSomethingElse };
  const cause: Cause = { names: [mark], since: publishedAt, unnamed };
  const elapsed = () => Math.round(performance.now() - startedAt);
  const missing = (): Arrived => ({ arrival: { kind: 'missing', waitedMs: elapsed() } });
  let unnamedSince: number | undefined;
  const silentMs = isMute ? pace.unnamedMs : pace.silentMs;
  const { quietMs = Number.POSITIVE_INFINITY } = pace;
  const arrived = await poll(async (): Promise<Arrived | undefined> => {
    const mayCount = !isBroken && elapsed() >= Math.min(silentMs, quietMs);
    // Counted before the log is read, so that the log has what a function that deleted its message wrote.
    const isLeft = mayCount ? await isInQueue(aws, queue) : undefined;
    const isSilent = isLeft === true && elapsed() >= silentMs;
    const isGone = isLeft === false && elapsed() >= (isMute ? silentMs : quietMs);
    const invocations = await readInvocations(aws, { logGroup: worker.logGroup, from: publishedAt - 1000 });
    const found = invocationCausedBy(invocations, cause, worker);
    if (found === undefined) {
      if (isSilent) return heldBack(elapsed());
      return isGone ? missing() : undefined;
    }
    // A later invocation may name the message, unless the function fails before it logs anything.
    unnamedSince ??= elapsed();
    const isIt = found.namesUpload || hasFailed(found) || elapsed() - unnamedSince > pace.unnamedMs;
    return isIt ? arrivedInLog(found, publishedAt, elapsed()) : undefined;
  }, patience);
  return arrived ?? missing();
}

async function isInQueue(aws: Aws, { url, messagesBefore }: QueueAddress): Promise<boolean> {
  const { arrived } = await countMessages(aws, url);
  return arrived > messagesBefore;
}

/** A message stays in the queue while the function works on it, or while the function cannot be invoked. */
function heldBack(milliseconds: number): Arrived {
  return { arrival: { kind: 'arrived', where: 'queue', milliseconds }, isStuck: true };
}

/** Log lines are read some time after they were written. */
function arrivedInLog(invocation: InvocationFacts, publishedAt: number, seenMs: number): Arrived {
  const startMs = Date.parse(invocation.startedAt) - publishedAt;
  const milliseconds = startMs >= 0 ? Math.min(startMs, seenMs) : seenMs;
  const isStuck = hasFailed(invocation);
  return { arrival: { kind: 'arrived', where: 'log', milliseconds }, invocation, isStuck };
}
