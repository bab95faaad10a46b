import { ListObjectsV2Command, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import type { Aws } from '../../aws/clients.ts';
import { firstPages } from '../../aws/pages.ts';
import type { BucketFacts, UploadFacts } from '../facts.ts';
import { isProbeKey } from '../follow/picture-name.ts';

const MOST = 10;

/** Reads the uploads for task 6. @throws the error of AWS when it does not answer. */
export async function readUploads(
  aws: Aws,
  bucket: string,
): Promise<Pick<BucketFacts, 'uploads' | 'nearUploads' | 'leftByProbe'>> {
  const all = await listBelowIngest(aws, bucket);
  const below = all.filter(({ key }) => !isProbeKey(key));
  const leftByProbe = all.filter(({ key }) => isProbeKey(key)).map(({ key }) => key);
  const uploads = below
    .filter(({ key }) => key.endsWith('.jpg'))
    .toSorted((one, other) => other.at.localeCompare(one.at))
    .slice(0, MOST);
  const others = below.filter(({ key }) => !key.endsWith('.jpg') && !key.endsWith('/')).map(({ key }) => key);
  // A learner may have uploaded the picture elsewhere only when `ingest/` has none.
  const elsewhere = uploads.length > 0 ? [] : await listPicturesElsewhere(aws, bucket);
  return {
    uploads,
    nearUploads: [...others, ...elsewhere].slice(0, MOST),
    leftByProbe: leftByProbe.slice(0, MOST),
  };
}

async function listBelowIngest({ s3 }: Aws, Bucket: string): Promise<UploadFacts[]> {
  const all: UploadFacts[] = [];
  for await (const { Contents = [] } of firstPages(
    paginateListObjectsV2({ client: s3 }, { Bucket, Prefix: 'ingest/' }),
  )) {
    for (const { Key = '', LastModified, Size = 0 } of Contents) {
      all.push({ key: Key, at: (LastModified ?? new Date(0)).toISOString(), bytes: Size });
    }
  }
  return all;
}

/** Looks at the first thousand keys, which is enough to find a misplaced upload. */
async function listPicturesElsewhere({ s3 }: Aws, Bucket: string): Promise<string[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  return Contents.flatMap(({ Key }) => Key ?? []).filter(
    (key) => /\.(jpe?g|png|webp|heic|gif)$/i.test(key) && !/^(ingest|thumbnail|mobile)\//.test(key),
  );
}
