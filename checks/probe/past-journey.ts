import type { Aws } from '../aws.ts';
import { ENDS, type End, type JourneyEnd, type JourneyFacts, type Seen, type UploadFacts } from '../facts.ts';
import { forEachEnd } from '../observe/for-each-end.ts';
import type { Observed } from '../observe/observe.ts';
import { foundIn } from '../tasks/found.ts';
import { see } from '../trouble.ts';
import { invocationCausedBy, namesSomethingElse } from './caused-by.ts';
import { createDecoder, type Decode, type DecodedPicture, sharedVips } from './decode-picture.ts';
import { readInvocations } from './invocations.ts';
import { pictureFacts, readOutput } from './output-facts.ts';
import { type ListedObject, listObjects, MOST_BYTES, readObject } from './outputs.ts';
import { namesOf, outputOf } from './past-names.ts';

export interface PastOptions {
  /** Narrates. */
  say: (line: string) => void;
}

/** So long after an upload its invocation may still be tried again. */
const WINDOW_MS = 15 * 60_000;
/** So long after an upload an invocation that names nothing is taken for its. */
const UNNAMED_MS = 2 * 60_000;

/**
 * What became of the learner's newest upload, or of the newest from which something was made. Reads only.
 * Absent when there is none of at most 20 MB.
 */
export async function readPastJourney(
  aws: Aws,
  observed: Observed,
  { say }: PastOptions,
): Promise<Seen<JourneyFacts>> {
  if (observed.bucket.kind !== 'found') return observed.bucket;
  const { name: bucket, uploads } = observed.bucket.value;
  const readable = uploads.filter(({ bytes }) => bytes <= MOST_BYTES);
  if (readable.length === 0) return { kind: 'absent' };
  say('looks at what became of the newest upload');
  const listings = await forEachEnd((end) => see('s3:ListBucket', () => listObjects(aws, bucket, `${end}/`)));
  const madeOf = (upload: UploadFacts, end: End) => outputOf(upload, end, foundIn(listings[end]) ?? []);
  const upload =
    readable.find((candidate) => ENDS.every((end) => madeOf(candidate, end))) ??
    readable.find((candidate) => ENDS.some((end) => madeOf(candidate, end))) ??
    readable[0];
  if (upload === undefined) return { kind: 'absent' };
  return see('s3:GetObject', async () => {
    const object = await readObject(aws, bucket, upload.key);
    if (object === undefined) return undefined;
    const decode = createDecoder(await sharedVips());
    const source = decode(object.bytes);
    const past = { bucket, upload, source, decode };
    const ends = await forEachEnd((end) => {
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
  end: End,
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
  end: End,
  { upload }: Past,
): Promise<JourneyEnd['invocation']> {
  const worker = foundIn(observed.functions[end]);
  if (worker === undefined) return { kind: 'absent' };
  // S3 tells the time in whole seconds.
  const since = Date.parse(upload.at);
  const cause = {
    names: namesOf(upload.key),
    since,
    unnamed: { until: since + UNNAMED_MS, unlike: namesSomethingElse },
  };
  return see('logs:FilterLogEvents', async () => {
    // The function may have been told only since then to log elsewhere.
    for (const logGroup of new Set([worker.logGroup, `/aws/lambda/${worker.name}`])) {
      const window = { logGroup, from: since - 1000, to: since + WINDOW_MS };
      const found = invocationCausedBy(await readInvocations(aws, window), cause, worker);
      if (found) return found;
    }
    return undefined;
  });
}
