import {
  DeleteObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { Sample } from '../events/samples.ts';
import { samplePicture } from './pictures.ts';

/**
 * Runs `work` with the objects in `ingest/` that a sample event needs. It then removes the objects that did not exist before. In
 * a running lab, SQS would otherwise deliver the object that is not a picture again and again.
 */
export async function withSampleObjects<T>(
  s3: S3Client,
  bucket: string,
  needs: Sample['needs'],
  work: () => Promise<T>,
): Promise<T> {
  const put: string[] = [];
  try {
    for (const [path, kind] of Object.entries(needs)) {
      const Key = `ingest/${path}`;
      if (await exists(s3, bucket, Key)) continue;
      const Body = kind === 'picture' ? samplePicture().bytes : Buffer.from('this is text');
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
      put.push(Key);
    }
    return await work();
  } finally {
    for (const Key of put) await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
  }
}

async function exists(s3: S3Client, Bucket: string, Key: string): Promise<boolean> {
  try {
    await s3.send(new HeadObjectCommand({ Bucket, Key }));
    return true;
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return false;
    throw error;
  }
}
