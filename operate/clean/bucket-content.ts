import {
  type _Error,
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  type ObjectIdentifier,
} from '@aws-sdk/client-s3';
import type { Aws } from '../../aws/clients.ts';
import { unlessMissing } from '../../aws/trouble.ts';
import { OUTPUTS } from '../../lab/outputs.ts';

/** The folders that hold the lab's objects. */
export const LAB_FOLDERS = ['ingest/', ...Object.values(OUTPUTS).map(({ prefix }) => prefix)];

/** The content of a bucket, counting all versions. */
export interface BucketContent {
  /** Versions of objects, without delete markers. */
  objects: number;
  bytes: number;
  deleteMarkers: number;
  /** Objects outside the lab's folders: their number and the first key. */
  foreign: { count: number; first: string | undefined };
}

/** Counts what is in a bucket. @param prefix counts only keys below it. @returns undefined when there is no such bucket. */
export async function countContent(
  aws: Aws,
  bucket: string,
  prefix = '',
): Promise<BucketContent | undefined> {
  const content: BucketContent = {
    objects: 0,
    bytes: 0,
    deleteMarkers: 0,
    foreign: { count: 0, first: undefined },
  };
  const pages = listVersions(aws, bucket, prefix);
  for (;;) {
    const { value: page, done } = await pages.next();
    if (done) return page === 'no such bucket' ? undefined : content;
    for (const { key, bytes } of page) {
      if (bytes === undefined) content.deleteMarkers++;
      else content.objects++;
      content.bytes += bytes ?? 0;
      if (LAB_FOLDERS.some((folder) => key.startsWith(folder))) continue;
      content.foreign.count++;
      content.foreign.first ??= key;
    }
  }
}

/**
 * Removes every version and delete marker. It stops at the first one that S3 refuses to delete, because the others would
 * fail in the same way.
 * @throws Error with the code and message of S3.
 */
export async function emptyBucket(aws: Aws, bucket: string, say: (line: string) => void): Promise<void> {
  for (let removed = 0; ; ) {
    // Each list starts at the beginning, because everything that was listed before is deleted.
    const { value: page, done } = await listVersions(aws, bucket, '').next();
    if (done || page.length === 0) return;
    const Objects = page.map(({ key, versionId }): ObjectIdentifier => ({ Key: key, VersionId: versionId }));
    const command = new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } });
    const [error] = (await aws.s3.send(command)).Errors ?? [];
    if (error !== undefined) throw notRemoved(error);
    removed += page.length;
    say(`${removed.toLocaleString('en')} object versions and delete markers removed`);
  }
}

function notRemoved({ Code, Message, Key }: _Error): Error {
  const error = new Error(`${Key}: ${Message ?? Code}`);
  error.name = Code ?? 'Error';
  return error;
}

interface Version {
  key: string;
  versionId: string | undefined;
  /** Undefined for a delete marker. */
  bytes: number | undefined;
}

/** Lists pages of at most 1,000 versions, because one call can delete that many. */
async function* listVersions(
  { s3 }: Aws,
  Bucket: string,
  Prefix: string,
): AsyncGenerator<Version[], 'all' | 'no such bucket'> {
  let next: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
  for (;;) {
    const page = await unlessMissing(s3.send(new ListObjectVersionsCommand({ Bucket, Prefix, ...next })));
    if (page === undefined) return 'no such bucket';
    const versions = (page.Versions ?? []).map(({ Key = '', VersionId, Size = 0 }) => {
      return { key: Key, versionId: VersionId, bytes: Size };
    });
    const markers = (page.DeleteMarkers ?? []).map(({ Key = '', VersionId }) => {
      return { key: Key, versionId: VersionId, bytes: undefined };
    });
    yield [...versions, ...markers];
    if (!page.IsTruncated) return 'all';
    next = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
  }
}
