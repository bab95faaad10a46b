import { setTimeout as sleep } from 'node:timers/promises';
import { PutObjectCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { readInvocations } from '../../account/logs/invocations.ts';
import { parseLogEntry } from '../../account/logs/log-entry.ts';
import { OUTPUTS } from '../../lab/outputs.ts';
import type { Pipeline } from './two-pipelines.ts';

const SECONDS_TO_ARRIVE = 300;

/** Uploads a picture to `ingest/`. @returns the time of the start, because S3 can send the notification before its response. */
export async function upload({ aws, bucket }: Pipeline, name: string, bytes: Uint8Array): Promise<number> {
  const begunAt = Date.now();
  await aws.s3.send(new PutObjectCommand({ Bucket: bucket, Key: `ingest/${name}`, Body: bytes }));
  return begunAt;
}

/** Waits until both output folders have this many outputs. @throws Error when they do not arrive. */
export async function awaitOutputs(pipeline: Pipeline, folder: string, count: number): Promise<void> {
  const deadline = Date.now() + SECONDS_TO_ARRIVE * 1000;
  for (;;) {
    const found = await Promise.all(
      Object.values(OUTPUTS).map(({ prefix }) => countBelow(pipeline, `${prefix}${folder}/`)),
    );
    if (found.every((outputs) => outputs === count)) return;
    if (Date.now() > deadline)
      throw new Error(`Expected ${count} outputs of each function, found ${found.join(' and ')}.`);
    await sleep(count > 1 ? 500 : 30);
  }
}

async function countBelow({ aws, bucket }: Pipeline, Prefix: string): Promise<number> {
  let count = 0;
  for await (const { KeyCount = 0 } of paginateListObjectsV2({ client: aws.s3 }, { Bucket: bucket, Prefix }))
    count += KeyCount;
  return count;
}

/**
 * When the later of both outputs of each upload was written, in milliseconds of this machine's clock, which the functions share. By
 * their own logs, since to ask for each output would slow them down. @returns by the names of the uploads.
 */
export async function readArrivals({ aws }: Pipeline, since: number): Promise<Map<string, number>> {
  const arrivals = new Map<string, number>();
  for (const { functionName, prefix } of Object.values(OUTPUTS)) {
    const logGroup = `/image-lab/${functionName}`;
    for (const { lines } of await readInvocations(aws, { logGroup, from: since })) {
      for (const line of lines) {
        const message = parseLogEntry(line)?.message;
        if (!message?.startsWith(`made ${prefix}`)) continue;
        const name = message.slice(`made ${prefix}`.length);
        const madeAt = Date.parse(JSON.parse(line).timestamp);
        arrivals.set(name, Math.max(madeAt, arrivals.get(name) ?? 0));
      }
    }
  }
  return arrivals;
}
