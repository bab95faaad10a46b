import type { Readable } from 'node:stream';
import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';

/** Where an object is. */
export interface Place {
  bucket: string;
  key: string;
}

/** An uploaded object as it was read. */
export interface SourceObject {
  bytes: Uint8Array;
  /** As S3 gives it, with its quotes. */
  etag: string | undefined;
  /** Only in a bucket with versioning. */
  versionId: string | undefined;
  /** In whole seconds. */
  lastModified: Date | undefined;
}

/** What is at a place, without its bytes. */
export type Sight =
  | {
      kind: 'object';
      etag: string | undefined;
      lastModified: Date | undefined;
      /** In hex digits; only of an object that `writeIfStill` wrote. */
      sha256: string | undefined;
    }
  | { kind: 'nothing' }
  /** The role may not look. */
  | { kind: 'hidden' };

/** A JPEG to be written, beside a note of what it was made from. */
export interface Output {
  jpeg: Uint8Array;
  /** Of the JPEG, in hex digits. */
  sha256: string;
  source: SourceObject;
}

/** Reads and writes objects as wholes. What S3 answers beyond what is named here is thrown. */
export interface ObjectStore {
  /** The object as it is now, whichever version an event told of; undefined when there is none. */
  read(place: Place): Promise<SourceObject | undefined>;
  look(place: Place): Promise<Sight>;
  /** Writes if the place is still as it was seen (where that is hidden: anyway). @returns whether it wrote. */
  writeIfStill(seen: Sight, place: Place, output: Output): Promise<boolean>;
}

export function createObjectStore(client: S3Client): ObjectStore {
  return {
    read: ({ bucket, key }) => readWhole(client, new GetObjectCommand({ Bucket: bucket, Key: key })),

    async look({ bucket, key }) {
      const looking = client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
      const head = await looking.catch(answerOf({ 404: NOTHING, 403: HIDDEN }));
      if ('kind' in head) return head;
      const { ETag: etag, LastModified: lastModified, Metadata } = head;
      return { kind: 'object', etag, lastModified, sha256: Metadata?.sha256 };
    },

    async writeIfStill(seen, { bucket, key }, { jpeg, sha256, source }) {
      const put = new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: jpeg,
        ContentType: 'image/jpeg',
        // An hour, for an upload of the same name replaces the output.
        CacheControl: 'public, max-age=3600',
        Metadata: {
          sha256,
          ...(source.etag !== undefined && { 'source-etag': source.etag.replaceAll('"', '') }),
          ...(source.versionId !== undefined && { 'source-version-id': source.versionId }),
        },
        ...conditionOf(seen),
      });
      return (await client.send(put).catch(answerOf(CHANGED))) !== false;
    },
  };
}

const NOTHING = { kind: 'nothing' } as const;
const HIDDEN = { kind: 'hidden' } as const;

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
function conditionOf(seen: Sight): { IfNoneMatch?: string; IfMatch?: string | undefined } {
  if (seen.kind === 'nothing') return { IfNoneMatch: '*' };
  return seen.kind === 'object' ? { IfMatch: seen.etag } : {};
}

/** The condition does not hold; another write is under way; what was to match is gone. */
const CHANGED = { PreconditionFailed: false, ConditionalRequestConflict: false, NoSuchKey: false } as const;

const DOWNLOADS = 3;

/** An object is held twice, once by libvips: more would not leave it the memory that it needs. */
const MAX_BYTES = 60_000_000;

/** The SDK tries again until an answer begins; here, too, when it breaks off or stalls. */
async function readWhole(client: S3Client, get: GetObjectCommand): Promise<SourceObject | undefined> {
  for (let downloads = 1; ; downloads++) {
    const answer = await client.send(get).catch(answerOf({ NoSuchKey: undefined }));
    if (answer?.Body === undefined) return undefined;
    const { ETag: etag, VersionId: versionId, LastModified: lastModified, ContentLength = 0 } = answer;
    if (ContentLength > MAX_BYTES) {
      if ('destroy' in answer.Body) answer.Body.destroy();
      throw new Error(`too large: ${ContentLength} bytes, at most ${MAX_BYTES} are accepted`);
    }
    try {
      const bytes = await readBody(answer.Body as Readable, ContentLength);
      return { bytes, etag, versionId, lastModified };
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      if (downloads === DOWNLOADS)
        throw new Error(`the download broke off ${DOWNLOADS} times: ${reason}`, { cause });
    }
  }
}

/** Into its place at once, and what it came in is freed: gathered first and put together then, it would take twice the memory. */
async function readBody(body: Readable, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let position = 0;
  for await (const part of body) {
    bytes.set(part, position);
    position += part.length;
    free(part);
  }
  if (position < length) throw new Error(`it ended after ${position} of ${length} bytes`);
  return bytes;
}

/** At once, for V8 would wait until there are some 60 MB. What shares its memory with others is left alone. */
function free({ buffer, byteLength }: Buffer<ArrayBuffer>): void {
  if (buffer.byteLength === byteLength) buffer.transfer(0);
}

/** Takes some of S3's errors, by name or (HEAD has no more than that) by status, for answers; throws all others. */
function answerOf<Answers extends Readonly<Record<string, unknown>>>(answers: Answers) {
  return (error: unknown): Answers[keyof Answers] => {
    if (!(error instanceof S3ServiceException)) throw error;
    const { name, $metadata } = error;
    const known = [name, String($metadata.httpStatusCode)].find((answer) => answer in answers);
    if (known !== undefined) return answers[known as keyof Answers];
    if (error.message !== 'UnknownError') throw error;
    throw new Error(`S3 answered with status ${$metadata.httpStatusCode}, and no reason`, { cause: error });
  };
}
