/** `node cli/run.mjs operate/costs/measure.ts`: measures what the estimate is based on and writes `measured.json`. */

import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { reportFailure } from '../../cli/failure.mjs';
import { stopAllLeashed } from '../../cli/leashed.ts';
import { showStep } from '../../cli/progress.ts';
import {
  type ForEachOutput,
  functionNameOf,
  logGroupName,
  mapOutputs,
  OUTPUT_NAMES,
  type OutputName,
} from '../../lab/output-names.ts';
import { type Lab, startLab } from '../../local/lab.ts';
import { samplePicture } from '../../local/pictures.ts';
import { callHandler, loadHandlers, QUIET_BUCKET } from './call-handler.ts';
import type { Measured } from './measured.ts';
import { makePhoto } from './photo.ts';

const MEGAPIXELS = [1, 3, 6, 12, 24, 48];
const ROUNDS = 7;
/** CloudWatch adds this many bytes to the text of each event. */
const BYTES_OF_AN_EVENT = 26;

await measure()
  .catch(reportFailure)
  .finally(() => stopAllLeashed());

async function measure(): Promise<void> {
  const lab = await startLab({ name: 'measure-costs' }, showStep);
  const logBytes = await showStep('Measure the log output of one picture', () => measureLogs(lab));
  await lab.clients.s3.send(new CreateBucketCommand({ Bucket: QUIET_BUCKET }));
  const handlers = await loadHandlers(lab.emulator.endpoint);
  const pictures: Measured['pictures'] = [];
  for (const megapixels of MEGAPIXELS) {
    const measured = await showStep(`${megapixels} megapixels`, async () => {
      const photo = await makePhoto(megapixels);
      const Key = `ingest/${megapixels}.jpg`;
      await lab.clients.s3.send(new PutObjectCommand({ Bucket: QUIET_BUCKET, Key, Body: photo }));
      const cpuMs = await forEach((end) =>
        measureCpu(lab, `${end}/${megapixels}.jpg`, () => callHandler(handlers[end], Key)),
      );
      const outputBytes = await forEach((end) => sizeOf(lab, `${end}/${megapixels}.jpg`));
      return { megapixels, bytes: photo.length, cpuMs, outputBytes };
    });
    pictures.push(measured);
  }
  const measured: Measured = {
    date: new Date().toISOString().slice(0, 10),
    command: 'node cli/run.mjs operate/costs/measure.ts',
    machine: `${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.versions.node}`,
    logBytes,
    pictures,
  };
  writeFileSync(new URL('measured.json', import.meta.url), `${JSON.stringify(measured, null, 2)}\n`);
}

/** Measures one output after the other, because they would compete for the processor. */
async function forEach<T>(work: (end: OutputName) => Promise<T>): Promise<ForEachOutput<T>> {
  const results = new Map<OutputName, T>();
  for (const name of OUTPUT_NAMES) results.set(name, await work(name));
  // The loop sets every name.
  return mapOutputs((name) => results.get(name) as T);
}

/** Returns the median processor time of all threads in milliseconds. The first run is cold and does not count. */
async function measureCpu({ clients }: Lab, Key: string, work: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    // A handler does less when the output exists already.
    await clients.s3.send(new DeleteObjectCommand({ Bucket: QUIET_BUCKET, Key }));
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    if (round > 0) times.push((user + system) / 1000);
  }
  return Math.round(times.sort((one, other) => one - other)[Math.floor(ROUNDS / 2)] ?? 0);
}

async function sizeOf({ clients }: Lab, Key: string): Promise<number> {
  const { ContentLength = 0 } = await clients.s3.send(new HeadObjectCommand({ Bucket: QUIET_BUCKET, Key }));
  return ContentLength;
}

/** Returns the bytes that CloudWatch bills for the second picture. The first picture's log includes the cold start. */
async function measureLogs(lab: Lab): Promise<ForEachOutput<number>> {
  await upload(lab, 'first.jpg');
  const before = await logSizes(lab);
  await upload(lab, 'second.jpg');
  const after = await logSizes(lab);
  return mapOutputs((name) => after[name] - before[name]);
}

async function upload({ clients, bucket }: Lab, name: string): Promise<void> {
  await clients.s3.send(
    new PutObjectCommand({ Bucket: bucket, Key: `ingest/${name}`, Body: samplePicture().bytes }),
  );
  for (let tries = 0; tries < 100; tries++) {
    const there = OUTPUT_NAMES.map((end) => new HeadObjectCommand({ Bucket: bucket, Key: `${end}/${name}` }));
    const found = await Promise.allSettled(there.map((command) => clients.s3.send(command)));
    if (found.every(({ status }) => status === 'fulfilled')) return sleep(1000);
    await sleep(200);
  }
  throw new Error(`Expected all outputs of ${name} within 20 seconds, but some are missing.`);
}

async function logSizes({ clients }: Lab): Promise<ForEachOutput<number>> {
  const size = async (name: string) => {
    const { events = [] } = await clients.logs.send(
      new FilterLogEventsCommand({ logGroupName: logGroupName(name), limit: 10_000 }),
    );
    return events.reduce((sum, { message = '' }) => sum + Buffer.byteLength(message) + BYTES_OF_AN_EVENT, 0);
  };
  return forEach((name) => size(functionNameOf(name)));
}
