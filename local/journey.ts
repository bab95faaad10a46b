import { setTimeout as sleep } from 'node:timers/promises';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { InvocationReport } from '../checks/report-line.ts';
import { readInvocations } from './function-logs.ts';
import type { Clients } from './local-aws.ts';

/** The two ends of the pipeline: each output folder, and the function that fills it. */
export const branches = [
  { folder: 'thumbnail', functionName: 'CreateThumbnail' },
  { folder: 'mobile', functionName: 'CreateMobileImage' },
] as const;

type Branch = (typeof branches)[number];

export interface Journey {
  /** Key of the upload: `ingest/HappyFace.jpg`. */
  key: string;
  arrivals: Arrival[];
}

/** What came of the upload at one end of the pipeline. */
export type Arrival = Branch & { report?: InvocationReport } & (
    | { kind: 'made'; jpeg: Uint8Array; milliseconds: number }
    | { kind: 'failed'; reason: string }
    | { kind: 'missing'; seconds: number }
  );

export interface JourneyOptions extends Pick<Clients, 's3' | 'logs' | 'lambda'> {
  bucket: string;
  /** The path below `ingest/`. */
  path: string;
  bytes: Uint8Array;
  seconds?: number;
}

/**
 * Uploads a picture below `ingest/` and waits at both ends of the pipeline for its output, or for the function's word
 * that it failed. Times are milliseconds from the end of the upload. Outputs of an earlier upload are removed first:
 * those of the same bytes could not be told from the new ones.
 */
export async function followUpload(options: JourneyOptions): Promise<Journey> {
  const { s3, bucket, path, bytes } = options;
  const key = `ingest/${path}`;
  for (const { folder } of branches)
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: `${folder}/${path}` }));
  const startedAt = Date.now();
  const { ETag } = await s3.send(
    new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, ContentType: 'image/jpeg' }),
  );
  const upload = {
    ...options,
    key,
    etag: ETag?.replaceAll('"', ''),
    startedAt,
    uploadedAt: performance.now(),
  };
  return { key, arrivals: await Promise.all(branches.map((branch) => awaitArrival(upload, branch))) };
}

interface Upload extends JourneyOptions {
  key: string;
  etag: string | undefined;
  /** Of the wall clock, as log lines have it. */
  startedAt: number;
  uploadedAt: number;
}

async function awaitArrival(upload: Upload, branch: Branch): Promise<Arrival> {
  const { seconds = 60, uploadedAt } = upload;
  for (let polls = 1; performance.now() - uploadedAt < seconds * 1000; polls++) {
    const jpeg = await readOutput(upload, branch);
    const milliseconds = performance.now() - uploadedAt;
    if (jpeg !== undefined)
      return { ...branch, kind: 'made', jpeg, milliseconds, ...(await readReport(upload, branch)) };
    const reason = polls % 20 === 0 ? await readFailure(upload, branch) : undefined;
    if (reason !== undefined) return { ...branch, kind: 'failed', reason };
    await sleep(25);
  }
  return { ...branch, kind: 'missing', seconds };
}

/** The output, once it was made from this very upload. */
async function readOutput(
  { s3, bucket, path, etag }: Upload,
  { folder }: Branch,
): Promise<Uint8Array | undefined> {
  try {
    const { Body, Metadata } = await s3.send(
      new GetObjectCommand({ Bucket: bucket, Key: `${folder}/${path}` }),
    );
    const bytes = await Body?.transformToByteArray();
    return Metadata?.['source-etag'] === etag ? bytes : undefined;
  } catch (error) {
    if (error instanceof S3ServiceException && error.name === 'NoSuchKey') return undefined;
    throw error;
  }
}

async function readFailure(upload: Upload, branch: Branch): Promise<string | undefined> {
  const invocations = await readInvocations(upload, branch.functionName, upload.startedAt);
  return invocations.find(({ failure }) => failure?.includes(upload.key))?.failure;
}

/** Log lines come after the output. */
async function readReport(upload: Upload, branch: Branch): Promise<{ report?: InvocationReport }> {
  const output = `${branch.folder}/${upload.path}`;
  for (let polls = 0; polls < 20; polls++) {
    const invocations = await readInvocations(upload, branch.functionName, upload.startedAt);
    const report = invocations.find(({ made }) => made.includes(output))?.report;
    if (report !== undefined) return { report };
    await sleep(100);
  }
  return {};
}
