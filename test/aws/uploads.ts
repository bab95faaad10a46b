import { setTimeout as sleep } from 'node:timers/promises';
import { HeadObjectCommand, PutObjectCommand, S3ServiceException } from '@aws-sdk/client-s3';
import type { Aws } from '../../aws/clients.ts';
import type { LabOutput } from '../../lab/output-names.ts';
import { samplePicture } from '../../local/pictures.ts';

const POLL_MS = 500;

/** Uploads the sample picture below `ingest/`. */
export async function upload({ s3 }: Aws, Bucket: string, name: string): Promise<void> {
  const { bytes } = samplePicture();
  await s3.send(new PutObjectCommand({ Bucket, Key: `ingest/${name}`, Body: bytes }));
}

/** Waits for outputs. @returns the missing keys, such as `mobile/1.jpg`. */
export async function missingOutputs(
  { s3 }: Aws,
  bucket: string,
  keys: readonly `${LabOutput}/${string}`[],
  { seconds, signal }: { seconds: number; signal: AbortSignal },
): Promise<string[]> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const there = await Promise.all(keys.map((key) => exists(key)));
    const missing = keys.filter((_, index) => !there[index]);
    if (missing.length === 0 || Date.now() > deadline || signal.aborted) return missing;
    await sleep(POLL_MS);
  }

  async function exists(Key: string): Promise<boolean> {
    try {
      await s3.send(new HeadObjectCommand({ Bucket: bucket, Key }));
      return true;
    } catch (error) {
      if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return false;
      throw error;
    }
  }
}
