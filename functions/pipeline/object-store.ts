import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { CreatedObject } from './notification.ts';

/** An uploaded object as it was read. */
export interface SourceObject {
  bytes: Uint8Array;
  /** As S3 gives it, with its quotes. */
  etag: string | undefined;
  /** Only in a bucket with versioning. */
  versionId: string | undefined;
}

/** Gives undefined when the object is there no more. */
export type ReadObject = (object: CreatedObject) => Promise<SourceObject | undefined>;

/** Writes a JPEG beside a note of what it was made from. */
export type WriteObject = (
  bucket: string,
  key: string,
  jpeg: Uint8Array,
  source: SourceObject,
) => Promise<void>;

export function createReadObject(client: S3Client): ReadObject {
  return async ({ bucket, key, versionId }) => {
    const response = await unlessGone(() =>
      client.send(new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId })),
    );
    if (response?.Body === undefined) return undefined;
    const bytes = await response.Body.transformToByteArray();
    return { bytes, etag: response.ETag, versionId: response.VersionId };
  };
}

export function createWriteObject(client: S3Client): WriteObject {
  return async (bucket, key, jpeg, source) => {
    await client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: jpeg,
        ContentType: 'image/jpeg',
        // An hour, for an upload of the same name replaces the output.
        CacheControl: 'public, max-age=3600',
        Metadata: {
          ...(source.etag !== undefined && { 'source-etag': source.etag.replaceAll('"', '') }),
          ...(source.versionId !== undefined && { 'source-version-id': source.versionId }),
        },
      }),
    );
  };
}

/** S3 says 404 for an object or a version that is gone, and 405 for a version that is a delete marker. */
async function unlessGone(
  get: () => Promise<GetObjectCommandOutput>,
): Promise<GetObjectCommandOutput | undefined> {
  try {
    return await get();
  } catch (error) {
    if (error instanceof S3ServiceException && GONE.includes(error.name)) return undefined;
    throw error;
  }
}

const GONE = ['NoSuchKey', 'NoSuchVersion', 'MethodNotAllowed'];
