import { rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import getPort, { clearLockedPorts } from 'get-port';
import pLimit from 'p-limit';
import { type Aws, connect } from '../checks/aws.ts';
import { type Emulator, startEmulator } from '../local/emulator.ts';
import { stateNotKept } from '../local/emulator-gaps-state.ts';
import { startLab } from '../local/lab.ts';
import { LOCAL_REGION, localVariables } from '../local/local-aws.ts';
import { localFolder } from '../local/set-up/project.mjs';
import type { Step } from '../local/step.ts';
import { findDeadLetterQueues } from '../operate/dead-letters/dead-letter-queues.ts';
import { type Account, account, countFates, type DeadLetter, type Upload } from './accountant.ts';
import { type Branch, countMessages, readBranches, setRetryAfter } from './branches.ts';
import { listDeadLetters, redrive, takeAll } from './dead-letters.ts';
import { readOutputs } from './stock.ts';
import { createOriginals, type Original, type Originals } from './uploads.ts';

/** The lab with its real functions on an embedded AWS, and what a scenario needs to strain it. */
export interface Bench {
  aws: Aws;
  bucket: string;
  topicArn: string;
  endpoint: string;
  /** Folder of the embedded AWS's files: its Lambda workers have it in their command line. */
  folder: string;
  branches: readonly Branch[];
  originals: Originals;
  /** The short form, with fewer pictures. */
  short: boolean;
  /** In which the embedded AWS is not like AWS: a sentence each. */
  gaps: readonly string[];
  /** Uploads one; tells the accountant's view of it. */
  upload(key: string, original: Original): Promise<Upload>;
  /** Uploads a picture of its own for each key. */
  uploadAll(keys: readonly string[]): Promise<Upload[]>;
  /** Messages in both queues, those that are being worked on among them. */
  messages(): Promise<number>;
  /** Waits until there are as many as asked for, for ten seconds at most. @returns how many there are. */
  untilMessages(isReached: (count: number) => boolean): Promise<number>;
  /** Waits until no message is left in the queues. @throws Error when that takes longer than so many seconds. */
  settle(seconds: number): Promise<void>;
  /** Stops the embedded AWS by a signal, and starts it again with what it kept. @returns what it should have kept, too. */
  restart(): Promise<string[]>;
  deadLetters(): Promise<DeadLetter[]>;
  /** Moves all dead letters back, and waits until they are done with. @returns how many. */
  redrive(): Promise<number>;
  /** Moves back what was interrupted in all its tries, if there is any. @returns its dead letters, and a note of them. */
  bringThrough(): Promise<{ letters: readonly DeadLetter[]; notes: readonly string[] }>;
  /** Accounts for the uploads of a scenario, whose name is their folder below `ingest/`. Takes the dead letters away. */
  account(scenario: string, uploads: readonly Upload[]): Promise<Account>;
}

/** Seconds after a failed try until the message comes again: time compressed, it is 180 in the template. */
export const RETRY_AFTER = 4;

const NAME = 'faults-emulator';
/** S3 tells of an upload, and SNS delivers it, a moment after the upload is answered. */
const QUIET_LOOKS = 5;
/** So often is looked for what seems to be lost, or to have no reason. */
const LOOKS = 3;

export async function openBench({ short }: Pick<Bench, 'short'>, step: Step): Promise<Bench> {
  const folder = path.join(localFolder, NAME);
  rmSync(folder, { recursive: true, force: true });
  // Not the usual port: another lab of this machine would take it while this one is stopped.
  const port = await getPort({ host: '127.0.0.1' });
  clearLockedPorts();
  const {
    emulator: first,
    outputs,
    bucket,
    gaps,
  } = await startLab({ name: NAME, port, keepState: true }, step);
  const { endpoint } = first;
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = localVariables(endpoint);
  const aws = connect({ endpoint, region: LOCAL_REGION, credentials: { accessKeyId, secretAccessKey } });
  const branches = await readBranches(aws, outputs);
  for (const branch of branches) await setRetryAfter(aws, branch, RETRY_AFTER);
  const { deadLetterQueues } = await findDeadLetterQueues(aws, {});
  const originals = await createOriginals();
  const limit = pLimit(16);
  let emulator: Emulator = first;

  const bench: Bench = {
    ...{ aws, bucket, topicArn: outputs.TopicArn ?? '', endpoint, folder, branches, originals, short, gaps },

    upload: (key, { bytes, outputs }) =>
      limit(async () => {
        await aws.s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes }));
        return { key, outputs };
      }),
    uploadAll(keys) {
      // All are made first: that takes the time of this process, and the uploads are to come at once.
      const pictures = keys.map((key) => ({ key, original: originals.picture(key) }));
      return Promise.all(pictures.map(({ key, original }) => bench.upload(key, original)));
    },

    async messages() {
      const counts = await Promise.all(branches.map((branch) => countMessages(aws, branch)));
      return counts.reduce((sum, count) => sum + count, 0);
    },
    async untilMessages(isReached) {
      for (const deadline = Date.now() + 10_000; ; await sleep(50)) {
        const count = await bench.messages();
        if (isReached(count) || Date.now() > deadline) return count;
      }
    },
    async settle(seconds) {
      let quiet = 0;
      for (const deadline = Date.now() + seconds * 1000; quiet < QUIET_LOOKS; await sleep(200)) {
        const count = await bench.messages();
        quiet = count === 0 ? quiet + 1 : 0;
        if (Date.now() > deadline)
          throw new Error(`After ${seconds} seconds there are still ${count} messages in the queues.`);
      }
    },

    async restart() {
      await emulator.stop();
      const dropped = stateNotKept(emulator.log);
      if (dropped.some((service) => service !== 'cloudwatch_logs'))
        throw new Error(
          `The embedded AWS did not keep its ${dropped.join(', ')}: nothing can be told of AWS by that.`,
        );
      emulator = await startEmulator({ name: NAME, keepState: true, port });
      return dropped;
    },

    deadLetters: () => listDeadLetters(aws, deadLetterQueues),
    redrive: () => redrive(aws, deadLetterQueues, endpoint),
    async bringThrough() {
      const letters = await bench.deadLetters();
      if (letters.length === 0) return { letters, notes: [] };
      await bench.redrive();
      const note = `${letters.length} messages met that five times, and came through by a redrive.`;
      return { letters, notes: [note] };
    },
    async account(scenario, uploads) {
      const look = async () =>
        account(uploads, {
          outputs: await readOutputs(aws, bucket, scenario, originals),
          deadLetters: await bench.deadLetters(),
        });
      let found = await look();
      // On a busy machine a notification may come late, or a last run end late: that is not lost.
      for (let looks = 1; looks < LOOKS && isDoubtful(found); looks++) {
        await sleep(5000);
        await bench.settle(60);
        found = await look();
      }
      for (const { url } of deadLetterQueues) await takeAll(aws, url);
      return found;
    },
  };
  return bench;
}

function isDoubtful(found: Account): boolean {
  const { lost, unexplained } = countFates(found);
  return lost + unexplained > 0;
}

/** Removes what the bench left; to be called when its embedded AWS has ended. */
export function clearBench(): void {
  rmSync(path.join(localFolder, NAME), { recursive: true, force: true });
}
