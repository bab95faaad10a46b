import { randomUUID } from 'node:crypto';
import type { CopyFacts, JourneyEnd, JourneyFacts, MessageFacts } from '../../account/facts.ts';
import { followPicture } from '../../account/follow/follow-picture.ts';
import { readPastUpload } from '../../account/follow/past-upload.ts';
import { namePicture, type PictureName } from '../../account/follow/picture-name.ts';
import { sharedPictureThread } from '../../account/follow/picture-thread.ts';
import { findStation, type Station } from '../../account/follow/stations.ts';
import { hasFailed } from '../../account/logs/caused-by.ts';
import { bucketReader } from '../../account/observe/bucket-reader.ts';
import type { Observed } from '../../account/observe/observe.ts';
import { forEachLabOutput } from '../../account/observe/side-by-side.ts';
import { foundIn, type Seen, see } from '../../account/seen.ts';
import { bounded } from '../../aws/bounded-aws.ts';
import type { Aws } from '../../aws/clients.ts';
import { AWS_PACE, type Pace } from '../../aws/pace.ts';
import type { Hope } from '../../aws/poll.ts';
import {
  type ForEachLabOutput,
  functionNameOf,
  isOfLab,
  LAB_OUTPUT_NAMES,
  type LabOutput,
  OUTPUT_NAMES,
} from '../../lab/output-names.ts';
import { OUTPUTS } from '../../lab/outputs.ts';
import { cleanUp, LATE_MS, type Made } from './clean-up.ts';
import { type SentMessage, sendMessage } from './message.ts';
import { listVersions } from './remove-objects.ts';
import { findRunningLoop } from './running-loop.ts';
import type { Trail } from './sweep.ts';

export interface ProbeOptions {
  /** The longest time to wait for the message, and again for the picture. */
  seconds: number;
  /** Tells whether the facts prove that something cannot happen. Then the probe looks only once, briefly. */
  isBroken: (part: 'message' | 'journey', end: LabOutput) => boolean;
  /** Tells whether no log will show what a queue's consumer receives. */
  isMute?: (end: LabOutput) => boolean;
  /** By default, the pace of AWS. */
  pace?: Pace;
  /** Pixels: the least length of the picture's longer edge. */
  leastEdge?: number;
  /** Receives a line for every step that begins. */
  say: (line: string) => void;
  /** When this is aborted, the probe removes what it made at once. */
  signal?: AbortSignal;
}

export interface Probed {
  message: Seen<MessageFacts>;
  journey: Seen<JourneyFacts>;
  /** What the probe made and could not remove. */
  leftovers: string[];
}

/** More than the longer edge of the lab's larger box. */
export const LEAST_EDGE = 900;

/**
 * Sends a message through the topic (task 2.3) and a picture through the pipeline (tasks 6 and 7). Afterwards it
 * removes both, even when it is aborted or fails. Never throws for an error of AWS.
 * @param aws clients that `signal` does not stop, because the clean-up has its own time limit.
 */
export async function probe(aws: Aws, observed: Observed, options: ProbeOptions): Promise<Probed> {
  const { say, signal } = options;
  const working = signal ? bounded(aws, signal) : aws;
  // The thread takes a moment to start, while the message is on its way.
  sharedPictureThread();
  const stations = await forEachLabOutput((end) => findStation(working, observed, end));
  const both = LAB_OUTPUT_NAMES.map((end) => stations[end]);
  const name = namePicture();
  const mark = randomUUID();
  try {
    const { sent, journey, made } = await send(working, observed, { stations, mark, name }, options);
    if (made.picture !== undefined || sent.kind === 'found') say('Removing the test data');
    const { leftovers, copies } = await cleanUp(aws, both, made);
    return { message: facts(sent), journey: withCopies(journey, copies), leftovers };
  } catch (error) {
    const bucket = foundIn(observed.bucket)?.name;
    const picture = bucket === undefined ? undefined : newTrail(bucket, name);
    await cleanUp(aws, both, { picture, marks: [mark, name.mark], late: lateFor(both) });
    throw error;
  }
}

interface Sending {
  stations: ForEachLabOutput<Station>;
  /** The mark of the message. */
  mark: string;
  /** The name of the picture. */
  name: PictureName;
}

interface Seeing {
  sent: Seen<SentMessage>;
  journey: Seen<JourneyFacts>;
  made: Made;
}

async function send(
  aws: Aws,
  observed: Observed,
  { stations, mark, name }: Sending,
  options: ProbeOptions,
): Promise<Seeing> {
  const { say, signal, leastEdge = LEAST_EDGE } = options;
  const pictures = sharedPictureThread();
  const both = LAB_OUTPUT_NAMES.map((end) => stations[end]);
  const bucket = foundIn(observed.bucket)?.name;
  const mayFollow = bucket !== undefined && both.some(({ worker }) => worker);
  // Drawing takes a moment, and so does the message.
  const drawn = mayFollow ? pictures.draw(leastEdge) : undefined;
  drawn?.catch(() => {});
  const sent = await probeMessage(aws, observed, both, mark, options);
  const others = foundIn(sent)?.requestIds ?? new Set();
  const mayUpload = mayFollow && !signal?.aborted;
  const { trail, looping } = mayUpload ? await startTrail(aws, newTrail(bucket, name), observed) : NO_TRAIL;
  if (looping.length > 0) return goByUpload(aws, observed, { sent, looping, mark }, options);
  const journey: Seen<JourneyFacts> =
    mayUpload && drawn
      ? await see('s3:PutObject', () =>
          followPicture(aws, {
            ...{ bucket, name, stations, others, drawn, decode: pictures.decode, say },
            patience: (end) => patienceFor('journey', end, options),
            onDrawn: (source) => trail && Object.assign(trail, { source }),
          }),
        )
      : nothingFollowed(observed);
  const { ends } = foundIn(journey) ?? {};
  const made: Made = {
    picture:
      trail && !isDenied(journey)
        ? { ...trail, ...seenOutputs(ends), further: furtherOutputs(observed, name) }
        : undefined,
    marks: sent.kind === 'absent' && !mayUpload ? [] : [mark, name.mark],
    late: lateFor(
      both.filter(({ end }) => isNotDealtWith(end, foundIn(sent), ends?.[end])),
      ends,
    ),
  };
  return { sent, journey, made };
}

function newTrail(bucket: string, name: PictureName): Trail {
  const { decode } = sharedPictureThread();
  return { bucket, ...name, decode, before: undefined, source: undefined, outputs: [], isComplete: false };
}

interface Started {
  trail: Trail | undefined;
  /** Copies that show that a loop is already running. */
  looping: readonly CopyFacts[];
}

const NO_TRAIL: Started = { trail: undefined, looping: [] };

/** Records the state before the upload, so that everything the upload causes can be removed. */
async function startTrail(aws: Aws, trail: Trail, observed: Observed): Promise<Started> {
  const { bucket } = trail;
  const listed = await see('s3:ListBucketVersions', () => listVersions(aws, { bucket, prefix: '' }));
  const { versions, isComplete } = foundIn(listed) ?? { versions: [], isComplete: false };
  const { uploads = [] } = foundIn(observed.bucket) ?? {};
  const before = isComplete ? new Set(versions.map(({ id }) => id)) : undefined;
  const elsewhere = await listElsewhere(aws, observed.region, bucket);
  return { trail: { ...trail, before, elsewhere }, looping: findRunningLoop(versions, uploads) };
}

/** In an account with more buckets, only the lab's own is examined. */
const MOST_BUCKETS = 10;

/** Lists what the account's other buckets in this region contain. */
async function listElsewhere(
  aws: Aws,
  region: string,
  own: string,
): Promise<NonNullable<Trail['elsewhere']>> {
  const { here = [] } = foundIn(await bucketReader(aws, region).list()) ?? {};
  if (here.length > MOST_BUCKETS) return [];
  const others = here.filter((name) => name !== own);
  const listed = await Promise.all(
    others.map(async (bucket) => {
      const seen = await see('s3:ListBucketVersions', () => listVersions(aws, { bucket, prefix: '' }));
      const { versions, isComplete } = foundIn(seen) ?? { versions: [], isComplete: false };
      return isComplete ? [{ bucket, before: new Set(versions.map(({ id }) => id)) }] : [];
    }),
  );
  return listed.flat();
}

/** Does not upload into a loop that is already running. The learner's own upload shows as much. */
async function goByUpload(
  aws: Aws,
  observed: Observed,
  { sent, looping, mark }: { sent: Seen<SentMessage>; looping: readonly CopyFacts[]; mark: string },
  { say }: ProbeOptions,
): Promise<Seeing> {
  const journey = withCopies(await readPastUpload(aws, observed, { say }), looping);
  return { sent, journey, made: { picture: undefined, marks: [mark], late: new Map() } };
}

function withCopies(journey: Seen<JourneyFacts>, copies: readonly CopyFacts[]): Seen<JourneyFacts> {
  if (journey.kind !== 'found' || copies.length === 0) return journey;
  return { kind: 'found', value: { ...journey.value, copies } };
}

async function probeMessage(
  aws: Aws,
  { topic }: Observed,
  stations: readonly Station[],
  mark: string,
  options: ProbeOptions,
): Promise<Seen<SentMessage>> {
  if (topic.kind !== 'found') return topic;
  // S3 cannot publish to a FIFO topic, which also needs other messages. Without a queue, there is nowhere to look.
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
  end: LabOutput,
  { seconds, isBroken, isMute = () => false, pace = AWS_PACE, signal }: ProbeOptions,
): Hope {
  const broken = isBroken(part, end);
  const milliseconds = broken ? Math.min(pace.provenMs, 1000 * seconds) : 1000 * seconds;
  return { milliseconds, signal, pauseMs: pace.pauseMs, isBroken: broken, isMute: isMute(end), pace };
}

function facts(sent: Seen<SentMessage>): Seen<MessageFacts> {
  return sent.kind === 'found' ? { kind: 'found', value: sent.value.facts } : sent;
}

/** Without a bucket, nothing can be uploaded. Without a function, nothing would remove the upload. */
function nothingFollowed({ bucket }: Observed): Seen<JourneyFacts> {
  return bucket.kind === 'found' ? { kind: 'absent' } : bucket;
}

function isDenied(journey: Seen<JourneyFacts>): boolean {
  return journey.kind === 'unreadable' && journey.trouble.kind === 'denied';
}

function seenOutputs(ends?: ForEachLabOutput<JourneyEnd>): Pick<Trail, 'outputs' | 'isComplete'> {
  const outputs = LAB_OUTPUT_NAMES.flatMap((end) => (ends && foundIn(ends[end].output)?.key) ?? []);
  const isComplete = LAB_OUTPUT_NAMES.every(
    (end) => ends?.[end].output.kind === 'found' || hasGivenUp(ends?.[end]),
  );
  return { outputs, isComplete };
}

/** The keys of the outputs that the stack makes of the picture, but that the lab does not ask for. */
function furtherOutputs({ builtBy }: Pick<Observed, 'builtBy'>, { key }: PictureName): string[] {
  const { resources = {} } = (builtBy && foundIn(builtBy)) ?? {};
  const further = OUTPUT_NAMES.filter((name): boolean => !isOfLab(name) && functionNameOf(name) in resources);
  return further.map((name) => key.replace('ingest/', OUTPUTS[name].prefix));
}

/** A function that failed writes nothing more until SQS delivers the message again. */
function hasGivenUp(end: JourneyEnd | undefined): boolean {
  const invocation = end && foundIn(end.invocation);
  return invocation !== undefined && invocation.endedAt !== null && hasFailed(invocation);
}

function lateFor(stations: readonly Station[], ends?: ForEachLabOutput<JourneyEnd>): Made['late'] {
  return new Map(stations.map((station) => [station, hasGivenUp(ends?.[station.end]) ? 0 : LATE_MS]));
}

function isNotDealtWith(
  end: LabOutput,
  sent: SentMessage | undefined,
  journey: JourneyEnd | undefined,
): boolean {
  if (sent?.stuckAt.includes(end) || sent?.facts.arrivals[end].kind === 'missing') return true;
  if (journey === undefined || journey.output.kind === 'found') return false;
  const invocation = foundIn(journey.invocation);
  return invocation === undefined || invocation.endedAt === null || hasFailed(invocation);
}
