/** `node local/run.mjs operate/costs/measure.ts`: measures anew what the costs go by, and writes `measured.json`. */
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
import { ENDS, type End, type ForEachEnd } from '../../checks/facts.ts';
import { type Lab, startLab } from '../../local/lab.ts';
import { stopAllLeashed } from '../../local/leashed.ts';
import { samplePicture } from '../../local/pictures.ts';
import { showStep } from '../../local/progress.ts';
import { reportFailure } from '../../local/set-up/failure.mjs';
import { callHandler, loadHandlers, QUIET_BUCKET } from './call-handler.ts';
import type { Measured } from './measured.ts';
import { makePhoto } from './photo.ts';

const MEGAPIXELS = [1, 3, 6, 12, 24, 48];
const ROUNDS = 7;
/** CloudWatch counts so many for each event beside its text. */
const BYTES_OF_AN_EVENT = 26;

await measure()
  .catch(reportFailure)
  .finally(() => stopAllLeashed());

async function measure(): Promise<void> {
  const lab = await startLab({ name: 'measure-costs' }, showStep);
  const logBytes = await showStep('Read what one picture leaves in the logs', () => measureLogs(lab));
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
    command: 'node local/run.mjs operate/costs/measure.ts',
    machine: `${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.versions.node}`,
    logBytes,
    pictures,
  };
  writeFileSync(new URL('measured.json', import.meta.url), `${JSON.stringify(measured, null, 2)}\n`);
}

/** One after the other: they would take the processor from each other. */
async function forEach<T>(work: (end: End) => Promise<T>): Promise<ForEachEnd<T>> {
  return { thumbnail: await work('thumbnail'), mobile: await work('mobile') };
}

/** Milliseconds of processor time, of all threads; the median. The first run, which is cold, does not count. */
async function measureCpu({ clients }: Lab, Key: string, work: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    // Where the output is there already, there is less to do.
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

/** Bytes that CloudWatch would bill for the second picture: the first one's log also tells of the start. */
async function measureLogs(lab: Lab): Promise<ForEachEnd<number>> {
  await upload(lab, 'first.jpg');
  const before = await logSizes(lab);
  await upload(lab, 'second.jpg');
  const after = await logSizes(lab);
  return { thumbnail: after.thumbnail - before.thumbnail, mobile: after.mobile - before.mobile };
}

async function upload({ clients, bucket }: Lab, name: string): Promise<void> {
  await clients.s3.send(
    new PutObjectCommand({ Bucket: bucket, Key: `ingest/${name}`, Body: samplePicture().bytes }),
  );
  for (let tries = 0; tries < 100; tries++) {
    const there = ENDS.map((end) => new HeadObjectCommand({ Bucket: bucket, Key: `${end}/${name}` }));
    const found = await Promise.allSettled(there.map((command) => clients.s3.send(command)));
    if (found.every(({ status }) => status === 'fulfilled')) return sleep(1000);
    await sleep(200);
  }
  throw new Error(`No outputs of ${name}.`);
}

async function logSizes({ clients }: Lab): Promise<ForEachEnd<number>> {
  const size = async (name: string) => {
    const { events = [] } = await clients.logs.send(
      new FilterLogEventsCommand({ logGroupName: `/image-lab/${name}`, limit: 10_000 }),
    );
    return events.reduce((sum, { message = '' }) => sum + Buffer.byteLength(message) + BYTES_OF_AN_EVENT, 0);
  };
  return { thumbnail: await size('CreateThumbnail'), mobile: await size('CreateMobileImage') };
}
