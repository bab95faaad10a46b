import { DeleteObjectCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import type { Aws } from '../aws.ts';

export interface Removal {
  bucket: string;
  prefix: string;
  /** Only keys that hold this are removed. */
  mark: string;
  /** Gives it up. */
  signal: AbortSignal;
}

const MOST_PAGES = 20;

/**
 * Removes objects with all of their versions and delete markers; where no versions are kept, S3 calls the only one `null`.
 * @returns what is left, such as `s3://bucket/key`.
 */
export async function removeObjects(aws: Aws, removal: Removal): Promise<string[]> {
  const { bucket, prefix, mark, signal } = removal;
  try {
    const versions = await listVersions(aws, removal);
    const left = await Promise.all(
      versions.map(async ({ Key, VersionId }) => {
        const command = new DeleteObjectCommand({ Bucket: bucket, Key, VersionId });
        return aws.s3.send(command, { abortSignal: signal }).then(
          () => [],
          () => [`s3://${bucket}/${Key}`],
        );
      }),
    );
    return left.flat();
  } catch {
    // What there is could not be seen: it is told as it was looked for.
    return [`s3://${bucket}/${prefix || `…${mark}…`}`];
  }
}

interface Version {
  Key: string;
  VersionId: string | undefined;
}

async function listVersions({ s3 }: Aws, { bucket, prefix, mark, signal }: Removal): Promise<Version[]> {
  const all: Version[] = [];
  let next: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const command = new ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix, ...next });
    const page = await s3.send(command, { abortSignal: signal });
    for (const { Key = '', VersionId } of [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])]) {
      if (Key.includes(mark)) all.push({ Key, VersionId });
    }
    if (!page.IsTruncated) break;
    next = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
  }
  return all;
}
