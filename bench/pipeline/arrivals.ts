import { setTimeout as sleep } from 'node:timers/promises';
import { PutObjectCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { readInvocations } from '../../checks/probe/invocations.ts';
import { branches } from '../../local/journey.ts';
import { parseLogEntry } from '../../local/log-entry.ts';
import type { Pipeline } from './two-pipelines.ts';

const SECONDS_TO_ARRIVE = 300;

/** Uploads below `ingest/`. @returns when that began: S3 may tell of it before it has answered. */
export async function upload({ aws, bucket }: Pipeline, name: string, bytes: Uint8Array): Promise<number> {
  const begunAt = Date.now();
  await aws.s3.send(new PutObjectCommand({ Bucket: bucket, Key: `ingest/${name}`, Body: bytes }));
  return begunAt;
}

/** Waits until there are so many outputs below a folder, twice. @throws Error when they do not come. */
export async function awaitOutputs(pipeline: Pipeline, folder: string, count: number): Promise<void> {
  const deadline = Date.now() + SECONDS_TO_ARRIVE * 1000;
  for (;;) {
    const found = await Promise.all(
      branches.map((branch) => countBelow(pipeline, `${branch.folder}/${folder}/`)),
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
  for (const { functionName, folder } of branches) {
    const logGroup = `/image-lab/${functionName}`;
    for (const { lines } of await readInvocations(aws, { logGroup, from: since })) {
      for (const line of lines) {
        const message = parseLogEntry(line)?.message;
        if (!message?.startsWith(`made ${folder}/`)) continue;
        const name = message.slice(`made ${folder}/`.length);
        const madeAt = Date.parse(JSON.parse(line).timestamp);
        arrivals.set(name, Math.max(madeAt, arrivals.get(name) ?? 0));
      }
    }
  }
  return arrivals;
}
