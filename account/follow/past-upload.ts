import type { Aws } from '../../aws/clients.ts';
import { LAB_OUTPUT_NAMES, type LabOutput } from '../../lab/output-names.ts';
import type { JourneyEnd, JourneyFacts, UploadFacts } from '../facts.ts';
import { invocationCausedBy, namesSomethingElse } from '../logs/caused-by.ts';
import { readInvocations } from '../logs/invocations.ts';
import type { Observed } from '../observe/observe.ts';
import { forEachLabOutput } from '../observe/side-by-side.ts';
import { foundIn, type Seen, see } from '../seen.ts';
import type { DecodedPicture } from './decode-picture.ts';
import { pictureFacts, readOutput } from './output-facts.ts';
import { type ListedObject, listObjects, MOST_BYTES, readObject } from './outputs.ts';
import { namesOf, outputOf } from './past-names.ts';
import { type Decode, sharedPictureThread } from './picture-thread.ts';

export interface PastOptions {
  /** Receives a line for every step that begins. */
  say: (line: string) => void;
}

/** For this long after an upload, its message may be delivered again. */
const WINDOW_MS = 15 * 60_000;
/** For this long after an upload, an invocation that names nothing counts as the upload's. */
const UNNAMED_MS = 2 * 60_000;

/**
 * Finds out what became of the learner's newest upload, or of the newest one with an output. Only reads.
 * @returns absent when there is no upload of at most 20 MB.
 */
export async function readPastUpload(
  aws: Aws,
  observed: Observed,
  { say }: PastOptions,
): Promise<Seen<JourneyFacts>> {
  if (observed.bucket.kind !== 'found') return observed.bucket;
  const { name: bucket, uploads } = observed.bucket.value;
  const readable = uploads.filter(({ bytes }) => bytes <= MOST_BYTES);
  if (readable.length === 0) return { kind: 'absent' };
  say('Following the newest upload');
  const listings = await forEachLabOutput((end) =>
    see('s3:ListBucket', () => listObjects(aws, bucket, `${end}/`)),
  );
  const madeOf = (upload: UploadFacts, end: LabOutput) => outputOf(upload, end, foundIn(listings[end]) ?? []);
  const upload =
    readable.find((candidate) => LAB_OUTPUT_NAMES.every((end) => madeOf(candidate, end))) ??
    readable.find((candidate) => LAB_OUTPUT_NAMES.some((end) => madeOf(candidate, end))) ??
    readable[0];
  if (upload === undefined) return { kind: 'absent' };
  return see('s3:GetObject', async () => {
    const object = await readObject(aws, bucket, upload.key);
    if (object === undefined) return undefined;
    const { decode } = sharedPictureThread();
    const source = await decode(object.bytes);
    const past = { bucket, upload, source, decode };
    const ends = await forEachLabOutput((end) => {
      const listing = listings[end];
      const made = listing.kind === 'found' ? madeOf(upload, end) : listing;
      return readEnd(aws, observed, end, past, made);
    });
    const picture = pictureFacts(upload.key, source);
    return { by: 'learner', source: picture, uploadedAt: upload.at, uploadMs: 0, ends };
  });
}

interface Past {
  bucket: string;
  upload: UploadFacts;
  source: DecodedPicture;
  decode: Decode;
}

async function readEnd(
  aws: Aws,
  observed: Observed,
  end: LabOutput,
  past: Past,
  made: ListedObject | undefined | Exclude<Seen<never>, { kind: 'found' }>,
): Promise<JourneyEnd> {
  const [invocation, output] = await Promise.all([
    readInvocation(aws, observed, end, past),
    readMade(aws, past, made),
  ]);
  return { invocation, output, messagesLeft: foundIn(observed.queues[end])?.messages ?? null, waitedMs: 0 };
}

async function readMade(
  aws: Aws,
  { bucket, source, decode }: Past,
  made: ListedObject | undefined | Exclude<Seen<never>, { kind: 'found' }>,
): Promise<JourneyEnd['output']> {
  if (made === undefined) return { kind: 'absent' };
  if ('kind' in made) return made;
  return see('s3:GetObject', () =>
    readOutput(aws, { bucket, key: made.key }, { decode, source, seenAfterMs: null }),
  );
}

async function readInvocation(
  aws: Aws,
  observed: Observed,
  end: LabOutput,
  { upload }: Past,
): Promise<JourneyEnd['invocation']> {
  const worker = foundIn(observed.functions[end]);
  if (worker === undefined) return { kind: 'absent' };
  // S3 gives times in whole seconds.
  const since = Date.parse(upload.at);
  const cause = {
    names: namesOf(upload.key),
    since,
    unnamed: { until: since + UNNAMED_MS, unlike: namesSomethingElse },
  };
  return see('logs:FilterLogEvents', async () => {
    // The function may have got its own log group only after the upload.
    for (const logGroup of new Set([worker.logGroup, `/aws/lambda/${worker.name}`])) {
      const window = { logGroup, from: since - 1000, to: since + WINDOW_MS };
      const found = invocationCausedBy(await readInvocations(aws, window), cause, worker);
      if (found) return found;
    }
    return undefined;
  });
}
