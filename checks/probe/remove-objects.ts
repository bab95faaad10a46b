import { DeleteObjectCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import type { Aws } from '../../aws/clients.ts';

/** A version of an object, or a delete marker. In a bucket without versioning, S3 names the only version `null`. */
export interface Version {
  /** Identifies this version, even when another object replaces it. */
  id: string;
  Key: string;
  VersionId: string | undefined;
  Size: number;
  eTag: string | undefined;
  /** Milliseconds on AWS's clock. */
  at: number;
  /** The version is a delete marker. */
  isDeleted: boolean;
}

export interface Listing {
  bucket: string;
  prefix: string;
  /** Stops the listing. */
  signal?: AbortSignal | undefined;
}

const MOST_PAGES = 20;

/**
 * Lists all versions below a prefix.
 * @returns an incomplete list after 20,000 versions.
 * @throws the error of AWS.
 */
export async function listVersions({ s3 }: Pick<Aws, 's3'>, { bucket, prefix, signal }: Listing) {
  const versions: Version[] = [];
  let next: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const command = new ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix, ...next });
    const page = await s3.send(command, { ...(signal && { abortSignal: signal }) });
    for (const { Key = '', VersionId, LastModified, ETag, Size = 0 } of page.Versions ?? []) {
      const id = [Key, VersionId, LastModified?.toISOString(), ETag].join('\n');
      versions.push({
        id,
        Key,
        VersionId,
        Size,
        eTag: ETag,
        at: LastModified?.getTime() ?? 0,
        isDeleted: false,
      });
    }
    for (const { Key = '', VersionId } of page.DeleteMarkers ?? []) {
      const id = [Key, VersionId].join('\n');
      versions.push({ id, Key, VersionId, Size: 0, eTag: undefined, at: 0, isDeleted: true });
    }
    if (!page.IsTruncated) return { versions, isComplete: true };
    next = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
  }
  return { versions, isComplete: false };
}

/** @returns whether the version no longer exists. */
export async function removeVersion(
  { s3 }: Pick<Aws, 's3'>,
  Bucket: string,
  { Key, VersionId }: Version,
  signal: AbortSignal,
): Promise<boolean> {
  const command = new DeleteObjectCommand({ Bucket, Key, VersionId });
  return s3.send(command, { abortSignal: signal }).then(
    () => true,
    () => false,
  );
}
