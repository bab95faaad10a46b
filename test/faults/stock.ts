import {
  GetObjectCommand,
  ListObjectVersionsCommand,
  type ObjectVersion,
  type S3Client,
} from '@aws-sdk/client-s3';
import pLimit from 'p-limit';
import type { Aws } from '../../aws/clients.ts';
import { OUTPUT_NAMES } from '../../lab/output-names.ts';
import type { OutputVersion } from './accountant.ts';
import { type Originals, sha256 } from './uploads.ts';

/** Reads every version of every output of a scenario completely. @param scenario its folder below `ingest/`. */
export async function readOutputs(
  { s3 }: Aws,
  bucket: string,
  scenario: string,
  originals: Originals,
): Promise<Map<string, OutputVersion[]>> {
  const limit = pLimit(8);
  const outputs = new Map<string, OutputVersion[]>();
  for (const folder of OUTPUT_NAMES) {
    const read = (await listVersions(s3, bucket, `${folder}/${scenario}/`)).map(({ Key = '', VersionId }) =>
      limit(async () => {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key, VersionId }));
        const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
        return { Key, version: { sha256: sha256(bytes), trouble: originals.trouble(bytes, folder) } };
      }),
    );
    // S3 lists the newest version first.
    for (const { Key, version } of (await Promise.all(read)).toReversed())
      outputs.set(Key, [...(outputs.get(Key) ?? []), version]);
  }
  return outputs;
}

async function listVersions(s3: S3Client, Bucket: string, Prefix: string): Promise<ObjectVersion[]> {
  const all: ObjectVersion[] = [];
  for (let page: Page = {}; ; ) {
    const command = new ListObjectVersionsCommand({ Bucket, Prefix, ...page });
    const { Versions = [], IsTruncated, NextKeyMarker, NextVersionIdMarker } = await s3.send(command);
    all.push(...Versions);
    if (!IsTruncated) return all;
    page = { KeyMarker: NextKeyMarker, VersionIdMarker: NextVersionIdMarker };
  }
}

interface Page {
  KeyMarker?: string | undefined;
  VersionIdMarker?: string | undefined;
}
