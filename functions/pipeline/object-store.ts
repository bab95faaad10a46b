import type { Readable } from 'node:stream';
import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';

/** The bucket and key of an object. */
export interface Place {
  bucket: string;
  key: string;
}

/** An uploaded object. */
export interface SourceObject {
  bytes: Uint8Array;
  /** The ETag of S3, including its quotes. */
  etag: string | undefined;
  /** Only for a bucket with versioning. */
  versionId: string | undefined;
  /** A time with whole seconds. */
  lastModified: Date | undefined;
}

/** The metadata of the object at a place. */
export type Sight =
  | {
      kind: 'object';
      etag: string | undefined;
      lastModified: Date | undefined;
      /** Hexadecimal, and only set for an object that `writeIfStill` wrote. */
      sha256: string | undefined;
    }
  | { kind: 'nothing' }
  /** The role is not allowed to read it. */
  | { kind: 'hidden' };

/** A JPEG to write, and the source that it was made from. */
export interface Output {
  jpeg: Uint8Array;
  /** SHA-256 of the JPEG, hexadecimal. */
  sha256: string;
  source: SourceObject;
}

/** Reads and writes whole objects. All other answers of S3 are thrown as errors. */
export interface ObjectStore {
  /** Reads the current object, whatever version the event names. Undefined when there is none. */
  read(place: Place): Promise<SourceObject | undefined>;
  look(place: Place): Promise<Sight>;
  /** Writes if the place has not changed since it was read, or if it cannot be read. @returns whether it wrote. */
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
        // Browsers cache it for one hour only, because another upload can replace the output.
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

/** The condition is false, another write is running, or the object to match does not exist any more. */
const CHANGED = { PreconditionFailed: false, ConditionalRequestConflict: false, NoSuchKey: false } as const;

const DOWNLOADS = 3;

/** The largest object. It is in memory twice, once in libvips, and a larger one would leave too little memory. */
const MAX_BYTES = 60_000_000;

/** Number of downloads. The SDK retries until a response begins. These retries cover a response that breaks off or stalls. */
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

/** Copies each chunk to its final place and frees it. Collecting the chunks first would take twice the memory. */
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

/** Frees a chunk at once, because V8 would wait until there are about 60 MB. A chunk that shares its memory is left alone. */
function free({ buffer, byteLength }: Buffer<ArrayBuffer>): void {
  if (buffer.byteLength === byteLength) buffer.transfer(0);
}

/** Turns some errors of S3 into answers and throws all others. Responses to HEAD have only a status and no name. */
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
