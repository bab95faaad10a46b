import { GetObjectCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import type { Aws } from '../../aws/clients.ts';

/** An object, as a listing describes it. */
export interface ListedObject {
  key: string;
  /** Milliseconds on AWS's clock. */
  at: number;
  bytes: number;
}

const MOST_PAGES = 20;

/** Lists the objects below a prefix, at most 20,000. */
export async function listObjects({ s3 }: Aws, Bucket: string, Prefix: string): Promise<ListedObject[]> {
  const all: ListedObject[] = [];
  let pages = 0;
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket, Prefix })) {
    for (const { Key: key = '', LastModified, Size: bytes = 0 } of Contents) {
      all.push({ key, at: LastModified?.getTime() ?? 0, bytes });
    }
    if (++pages === MOST_PAGES) break;
  }
  return all;
}

/** Larger objects are not read. */
export const MOST_BYTES = 20_000_000;

export interface ReadObject {
  bytes: Uint8Array;
  contentType: string | null;
}

/**
 * @returns undefined for an empty object.
 * @throws the error of AWS, or an Error for an object that is too large.
 */
export async function readObject({ s3 }: Aws, Bucket: string, Key: string): Promise<ReadObject | undefined> {
  const {
    Body,
    ContentLength = 0,
    ContentType = null,
  } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  if (ContentLength > MOST_BYTES) {
    Body?.transformToWebStream().cancel();
    throw new Error(`${Key} has ${ContentLength} bytes, but the grader reads at most ${MOST_BYTES}.`);
  }
  const bytes = await Body?.transformToByteArray();
  return bytes && { bytes, contentType: ContentType };
}
