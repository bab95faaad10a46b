import { setTimeout as sleep } from 'node:timers/promises';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { InvocationReport } from '../account/logs/lambda-report.ts';
import type { Aws } from '../aws/clients.ts';
import { functionNameOf, OUTPUT_NAMES, type OutputName } from '../lab/output-names.ts';
import { OUTPUTS } from '../lab/outputs.ts';
import { readInvocations } from './function-logs.ts';

/** What became of a picture that was sent to the project's own lab. */
export interface SentPicture {
  /** Key of the upload: `ingest/HappyFace.jpg`. */
  key: string;
  arrivals: Arrival[];
}

/** The result of an upload for one output. */
export type Arrival = { output: OutputName; report?: InvocationReport } & (
  | { kind: 'made'; jpeg: Uint8Array; milliseconds: number }
  | { kind: 'failed'; reason: string }
  | { kind: 'missing'; seconds: number }
);

export interface SendOptions extends Pick<Aws, 's3' | 'logs' | 'lambda'> {
  bucket: string;
  /** The path below `ingest/`. */
  path: string;
  bytes: Uint8Array;
  seconds?: number;
}

/**
 * Uploads a picture to a lab that runs the project's own functions. Waits for each output, or for a log line that the
 * function failed. The probe of the grader follows its picture through functions that it does not know. Times are
 * milliseconds from the end of the upload. It first removes the outputs of an earlier upload with the same key, because outputs
 * of the same bytes look the same.
 */
export async function sendPicture(options: SendOptions): Promise<SentPicture> {
  const { s3, bucket, path, bytes } = options;
  const key = `ingest/${path}`;
  for (const { prefix } of Object.values(OUTPUTS))
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: `${prefix}${path}` }));
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
  return { key, arrivals: await Promise.all(OUTPUT_NAMES.map((output) => awaitArrival(upload, output))) };
}

interface Upload extends SendOptions {
  key: string;
  etag: string | undefined;
  /** Milliseconds since 1970, as in log lines. */
  startedAt: number;
  uploadedAt: number;
}

async function awaitArrival(upload: Upload, output: OutputName): Promise<Arrival> {
  const { seconds = 60, uploadedAt } = upload;
  for (let polls = 1; performance.now() - uploadedAt < seconds * 1000; polls++) {
    const jpeg = await readOutput(upload, output);
    const milliseconds = performance.now() - uploadedAt;
    if (jpeg !== undefined)
      return { output, kind: 'made', jpeg, milliseconds, ...(await readReport(upload, output)) };
    const reason = polls % 20 === 0 ? await readFailure(upload, output) : undefined;
    if (reason !== undefined) return { output, kind: 'failed', reason };
    await sleep(25);
  }
  return { output, kind: 'missing', seconds };
}

/** Returns the output if it was made from this upload. */
async function readOutput(
  { s3, bucket, path, etag }: Upload,
  output: OutputName,
): Promise<Uint8Array | undefined> {
  try {
    const { Body, Metadata } = await s3.send(
      new GetObjectCommand({ Bucket: bucket, Key: `${OUTPUTS[output].prefix}${path}` }),
    );
    const bytes = await Body?.transformToByteArray();
    return Metadata?.['source-etag'] === etag ? bytes : undefined;
  } catch (error) {
    if (error instanceof S3ServiceException && error.name === 'NoSuchKey') return undefined;
    throw error;
  }
}

async function readFailure(upload: Upload, output: OutputName): Promise<string | undefined> {
  const invocations = await readInvocations(upload, functionNameOf(output), upload.startedAt);
  return invocations.find(({ failure }) => failure?.includes(upload.key))?.failure;
}

/** Waits for the REPORT line, because log lines arrive after the output. */
async function readReport(upload: Upload, output: OutputName): Promise<{ report?: InvocationReport }> {
  const key = `${OUTPUTS[output].prefix}${upload.path}`;
  for (let polls = 0; polls < 20; polls++) {
    const invocations = await readInvocations(upload, functionNameOf(output), upload.startedAt);
    const report = invocations.find(({ made }) => made.includes(key))?.report;
    if (report !== undefined) return { report };
    await sleep(100);
  }
  return {};
}
