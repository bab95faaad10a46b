import { setTimeout as sleep } from 'node:timers/promises';
import { PutObjectCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { readInvocations } from '../../checks/probe/invocations.ts';
import { branches } from '../../local/journey.ts';
import { parseLogEntry } from '../../local/log-entry.ts';
import type { Pipeline } from './two-pipelines.ts';

const SECONDS_TO_ARRIVE = 300;

/** Milliseconds of this machine's clock, which the functions share. */
export interface Arrival {
  /** Of the slower function: when it began, and when it had written its output. */
  startedAt: number;
  madeAt: number;
}

/** Uploads below `ingest/`. @returns when that was done. */
export async function upload({ aws, bucket }: Pipeline, name: string, bytes: Uint8Array): Promise<number> {
  await aws.s3.send(new PutObjectCommand({ Bucket: bucket, Key: `ingest/${name}`, Body: bytes }));
  return Date.now();
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

/** By the functions' own logs, since to ask for each output would slow them down. By the names of the uploads. */
export async function readArrivals(pipeline: Pipeline, since: number): Promise<Map<string, Arrival>> {
  const arrivals = new Map<string, Arrival>();
  for (const { functionName, folder } of branches) {
    const logGroup = `/image-lab/${functionName}`;
    for (const { lines, report } of await readInvocations(pipeline.aws, { logGroup, from: since })) {
      for (const line of lines) {
        const made = parseLogEntry(line)?.message.match(/^made [^/]+\/(.*)$/)?.[1];
        if (made === undefined || !line.includes(`made ${folder}/`)) continue;
        const madeAt = Date.parse(JSON.parse(line).timestamp);
        const arrival = { startedAt: madeAt - (report?.durationMs ?? Number.NaN), madeAt };
        if (arrival.madeAt > (arrivals.get(made)?.madeAt ?? 0)) arrivals.set(made, arrival);
      }
    }
  }
  return arrivals;
}
