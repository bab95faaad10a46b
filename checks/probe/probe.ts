import { randomUUID } from 'node:crypto';
import type { Aws } from '../aws.ts';
import {
  ENDS,
  type End,
  type ForEachEnd,
  type JourneyEnd,
  type JourneyFacts,
  type MessageFacts,
  type Seen,
} from '../facts.ts';
import { forEachEnd } from '../observe/for-each-end.ts';
import type { Observed } from '../observe/observe.ts';
import { foundIn } from '../tasks/found.ts';
import { see } from '../trouble.ts';
import { hasFailed } from './caused-by.ts';
import { cleanUp, type UploadedPicture } from './clean-up.ts';
import { sharedVips } from './decode-picture.ts';
import { followPicture, namePicture } from './journey.ts';
import { type SentMessage, sendMessage } from './message.ts';
import type { Patience } from './poll.ts';
import { findStation, type Station } from './stations.ts';

export interface ProbeOptions {
  /** How long to wait, at most, for what should happen: for the message, and again for the picture. */
  seconds: number;
  /** Whether something cannot happen, as far as was observed: it is waited for, but not long. */
  isBroken: (part: 'message' | 'journey', end: End) => boolean;
  /** Narrates. */
  say: (line: string) => void;
  /** When it is aborted, what was made is removed at once. */
  signal?: AbortSignal;
}

export interface Probed {
  message: Seen<MessageFacts>;
  journey: Seen<JourneyFacts>;
  /** What was made and could not be removed. */
  leftovers: string[];
}

/** As long is waited for what cannot happen: what was observed may have changed since. */
const BROKEN_SECONDS = 5;

/**
 * Sends a message through the topic (task 2.3), then a picture through the pipeline (tasks 6 and 7), and removes both.
 * Never throws for what AWS says.
 */
export async function probe(aws: Aws, observed: Observed, options: ProbeOptions): Promise<Probed> {
  const { say, signal } = options;
  // It takes a moment to start, while the message is on its way; trouble with it shows when it is used.
  sharedVips().catch(() => {});
  const stations = await forEachEnd((end) => findStation(aws, observed, end));
  const both = ENDS.map((end) => stations[end]);
  const mark = randomUUID();
  const sent = await probeMessage(aws, observed, both, mark, options);
  const others = foundIn(sent)?.requestIds ?? new Set();
  const name = namePicture();
  const bucket = foundIn(observed.bucket)?.name;
  const isUploaded = bucket !== undefined && both.some(({ worker }) => worker) && !signal?.aborted;
  const journey: Seen<JourneyFacts> = isUploaded
    ? await see('s3:PutObject', () =>
        followPicture(aws, {
          ...{ bucket, name, stations, others, say },
          patience: (end) => patienceFor('journey', end, options),
        }),
      )
    : nothingFollowed(observed);
  const { ends } = foundIn(journey) ?? {};
  say('removes what it made');
  const leftovers = await cleanUp(aws, both, {
    picture: isUploaded && !isDenied(journey) ? { bucket, ...name, ...seenOutputs(ends) } : undefined,
    marks: sent.kind === 'absent' && !isUploaded ? [] : [mark, name.mark],
    notDealtWith: new Set(both.filter(({ end }) => isNotDealtWith(end, foundIn(sent), ends?.[end]))),
  });
  return { message: facts(sent), journey, leftovers };
}

async function probeMessage(
  aws: Aws,
  { topic }: Observed,
  stations: readonly Station[],
  mark: string,
  options: ProbeOptions,
): Promise<Seen<SentMessage>> {
  if (topic.kind !== 'found') return topic;
  // A FIFO topic takes other messages, and none from S3; and without a queue there is nowhere to look.
  const isSent = !topic.value.fifo && stations.some(({ queue }) => queue.kind !== 'absent');
  if (!isSent || options.signal?.aborted) return { kind: 'absent' };
  return see('sns:Publish', () =>
    sendMessage(aws, stations, {
      ...{ topicArn: topic.value.arn, mark, say: options.say },
      patience: (end) => patienceFor('message', end, options),
    }),
  );
}

function patienceFor(
  part: 'message' | 'journey',
  end: End,
  { seconds, isBroken, signal }: ProbeOptions,
): Patience & { isBroken: boolean } {
  const broken = isBroken(part, end);
  const milliseconds = 1000 * (broken ? Math.min(BROKEN_SECONDS, seconds) : seconds);
  return { milliseconds, signal, isBroken: broken };
}

function facts(sent: Seen<SentMessage>): Seen<MessageFacts> {
  return sent.kind === 'found' ? { kind: 'found', value: sent.value.facts } : sent;
}

/** Without a bucket there is nowhere to upload to; without any function there is nobody to look after it. */
function nothingFollowed({ bucket }: Observed): Seen<JourneyFacts> {
  return bucket.kind === 'found' ? { kind: 'absent' } : bucket;
}

function isDenied(journey: Seen<JourneyFacts>): boolean {
  return journey.kind === 'unreadable' && journey.trouble.kind === 'denied';
}

function seenOutputs(ends?: ForEachEnd<JourneyEnd>): Pick<UploadedPicture, 'outputs' | 'isComplete'> {
  const outputs = ENDS.flatMap((end) => (ends && foundIn(ends[end].output)?.key) ?? []);
  return { outputs, isComplete: outputs.length === ENDS.length };
}

function isNotDealtWith(end: End, sent: SentMessage | undefined, journey: JourneyEnd | undefined): boolean {
  if (sent?.stuckAt.includes(end) || sent?.facts.arrivals[end].kind === 'missing') return true;
  if (journey === undefined || journey.output.kind === 'found') return false;
  const invocation = foundIn(journey.invocation);
  return invocation === undefined || invocation.endedAt === null || hasFailed(invocation);
}
