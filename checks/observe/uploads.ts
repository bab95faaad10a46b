import { ListObjectsV2Command, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import type { Aws } from '../aws.ts';
import type { BucketFacts, UploadFacts } from '../facts.ts';

const MOST = 10;

/** Task 6: what was uploaded. @throws what AWS says when it does not answer. */
export async function readUploads(
  aws: Aws,
  bucket: string,
): Promise<Pick<BucketFacts, 'uploads' | 'nearUploads'>> {
  const below = await listBelowIngest(aws, bucket);
  const uploads = below
    .filter(({ key }) => key.endsWith('.jpg'))
    .toSorted((one, other) => other.at.localeCompare(one.at))
    .slice(0, MOST);
  const others = below.filter(({ key }) => !key.endsWith('.jpg') && !key.endsWith('/')).map(({ key }) => key);
  // Only who has uploaded nothing there may have uploaded it elsewhere.
  const elsewhere = uploads.length > 0 ? [] : await listPicturesElsewhere(aws, bucket);
  return { uploads, nearUploads: [...others, ...elsewhere].slice(0, MOST) };
}

async function listBelowIngest({ s3 }: Aws, Bucket: string): Promise<UploadFacts[]> {
  const all: UploadFacts[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2(
    { client: s3 },
    { Bucket, Prefix: 'ingest/' },
  )) {
    for (const { Key = '', LastModified, Size = 0 } of Contents) {
      all.push({ key: Key, at: (LastModified ?? new Date(0)).toISOString(), bytes: Size });
    }
  }
  return all;
}

/** Of the first thousand keys: enough to find one that went astray. */
async function listPicturesElsewhere({ s3 }: Aws, Bucket: string): Promise<string[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  return Contents.flatMap(({ Key }) => Key ?? []).filter(
    (key) => /\.(jpe?g|png|webp|heic|gif)$/i.test(key) && !/^(ingest|thumbnail|mobile)\//.test(key),
  );
}
