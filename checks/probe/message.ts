import { PublishCommand } from '@aws-sdk/client-sns';
import type { Aws } from '../aws.ts';
import type { End, InvocationFacts, MessageArrival, MessageFacts } from '../facts.ts';
import { troubleOf } from '../trouble.ts';
import { type AwsClock, clockSetBy } from './aws-clock.ts';
import { hasFailed, invocationCausedBy, namesSomethingElse } from './caused-by.ts';
import { readInvocations } from './invocations.ts';
import { type Patience, poll } from './poll.ts';
import { countMessages, type QueueSearch, searchQueue } from './queue-search.ts';
import type { QueueAddress, Station, Worker } from './stations.ts';

export interface MessageOptions {
  topicArn: string;
  /** What no other message holds. */
  mark: string;
  patience: (end: End) => Patience & { isBroken: boolean };
  say: (line: string) => void;
}

export interface SentMessage {
  facts: MessageFacts;
  /** Invocations that it caused. */
  requestIds: ReadonlySet<string>;
  /** Ends whose function failed on it, or holds it: it comes again until SQS drops it. */
  stuckAt: readonly End[];
}

/** After this, a message that is still in the queue counts, though the log of its consumer says nothing (yet). */
const SILENT_MS = 4000;

/** So long an invocation is looked for that names the message, when there is one that names nothing. */
const UNNAMED_MS = 1500;

/** What all of the probe's messages begin with. */
const TEXT = 'Testing Hello world';

/** Publishes a message as in task 2.3, and looks for it at both ends. @throws what AWS says when it does not take it. */
export async function sendMessage(
  aws: Aws,
  stations: readonly Station[],
  { topicArn, mark, patience, say }: MessageOptions,
): Promise<SentMessage> {
  const command = new PublishCommand({
    TopicArn: topicArn,
    Subject: 'Hello world.',
    Message: `${TEXT} ${mark}`,
    MessageAttributes: { Message: { DataType: 'String', StringValue: 'Hello World' } },
  });
  const clock = clockSetBy(command);
  const startedAt = performance.now();
  say('publishes a test message to the topic');
  await aws.sns.send(command);
  // As AWS's clock has it: the answer set it.
  const publishedAt = Math.floor(clock.now() - (performance.now() - startedAt));
  const sent: Sent = { mark, clock, startedAt, publishedAt };
  const seen = await Promise.all(
    stations.map(async (station) => {
      const { end } = station;
      return { end, ...(await awaitArrival(aws, station, sent, patience(end), say)) };
    }),
  );
  const arrivals = Object.fromEntries(seen.map(({ end, arrival }) => [end, arrival]));
  const { thumbnail = NOWHERE, mobile = NOWHERE } = arrivals;
  return {
    facts: { publishedAt: new Date(publishedAt).toISOString(), arrivals: { thumbnail, mobile } },
    requestIds: new Set(seen.flatMap(({ invocation }) => invocation?.requestId ?? [])),
    stuckAt: seen.flatMap(({ end, isStuck }) => (isStuck ? [end] : [])),
  };
}

interface Sent {
  mark: string;
  clock: AwsClock;
  /** Of this process. */
  startedAt: number;
  /** Of AWS's clock. */
  publishedAt: number;
}

interface Arrived {
  arrival: MessageArrival;
  invocation?: InvocationFacts;
  isStuck?: boolean;
}

const NOWHERE: MessageArrival = { kind: 'missing', waitedMs: 0 };

async function awaitArrival(
  aws: Aws,
  { queue, consumer }: Station,
  sent: Sent,
  patience: Patience & { isBroken: boolean },
  say: (line: string) => void,
): Promise<Arrived> {
  for (const seen of [queue, consumer]) {
    if (seen.kind === 'unreadable') return { arrival: { kind: 'unreadable', trouble: seen.trouble } };
  }
  if (queue.kind !== 'found' || consumer.kind !== 'found') return { arrival: NOWHERE };
  const worker = consumer.value;
  say(`waits for the test message in ${worker === null ? queue.value.name : `the log of ${worker.name}`}`);
  try {
    return worker === null
      ? await inQueue(searchQueue(aws, queue.value.url), sent, patience)
      : await inLog(aws, queue.value, worker, sent, patience);
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
  { isBroken, ...patience }: Patience & { isBroken: boolean },
): Promise<Arrived> {
  const cause = {
    names: [mark],
    since: publishedAt,
    // What cannot arrive is not found by something that another message may have caused.
    unnamed: !isBroken && { unlike: namesSomethingElse },
  } as const;
  const elapsed = () => Math.round(performance.now() - startedAt);
  let firstSeen: number | undefined;
  const arrived = await poll(async (): Promise<Arrived | undefined> => {
    const invocations = await readInvocations(aws, { logGroup: worker.logGroup, from: publishedAt - 1000 });
    const found = invocationCausedBy(invocations, cause, worker);
    if (found) {
      // One that names it may come yet.
      firstSeen ??= elapsed();
      const isIt = found.namesUpload || elapsed() - firstSeen > UNNAMED_MS;
      return isIt ? arrivedInLog(found, publishedAt, elapsed()) : undefined;
    }
    if (isBroken || elapsed() < SILENT_MS) return undefined;
    const isInQueue = (await countMessages(aws, queue.url)).arrived > queue.messagesBefore;
    return isInQueue
      ? { arrival: { kind: 'arrived', where: 'queue', milliseconds: elapsed() }, isStuck: true }
      : undefined;
  }, patience);
  return arrived ?? { arrival: { kind: 'missing', waitedMs: elapsed() } };
}

/** Log lines are read some time after they were written. */
function arrivedInLog(invocation: InvocationFacts, publishedAt: number, seenMs: number): Arrived {
  const startMs = Date.parse(invocation.startedAt) - publishedAt;
  const milliseconds = startMs >= 0 ? Math.min(startMs, seenMs) : seenMs;
  const isStuck = hasFailed(invocation);
  return { arrival: { kind: 'arrived', where: 'log', milliseconds }, invocation, isStuck };
}
