import { rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import getPort, { clearLockedPorts } from 'get-port';
import pLimit from 'p-limit';
import { connect } from '../../account/connect.ts';
import type { Aws } from '../../aws/clients.ts';
import { localFolder } from '../../cli/project.mjs';
import type { Step } from '../../cli/step.ts';
import { type Emulator, startEmulator } from '../../local/emulator/emulator.ts';
import { stateNotKept } from '../../local/emulator/gaps-state.ts';
import { startLab } from '../../local/lab.ts';
import { LOCAL_REGION, localVariables } from '../../local/local-aws.ts';
import { findDeadLetterQueues } from '../../operate/dead-letters/dead-letter-queues.ts';
import { type Account, account, countFates, type DeadLetter, type Upload } from './accountant.ts';
import { countMessages, type DeployedOutput, readBranches, setRetryAfter } from './branches.ts';
import { listDeadLetters, redrive, takeAll } from './dead-letters.ts';
import { readOutputs } from './stock.ts';
import { createOriginals, type Original, type Originals } from './uploads.ts';

/** The lab with its real functions on an embedded AWS, and what a scenario needs to stress it. */
export interface Bench {
  aws: Aws;
  bucket: string;
  topicArn: string;
  endpoint: string;
  /** The folder of the embedded AWS's files. Its Lambda workers have it in their command line. */
  folder: string;
  branches: readonly DeployedOutput[];
  originals: Originals;
  /** The short form, with fewer pictures. */
  short: boolean;
  /** Uploads a file. @returns the upload as the accountant sees it. */
  upload(key: string, original: Original): Promise<Upload>;
  /** Uploads a different picture for each key. */
  uploadAll(keys: readonly string[]): Promise<Upload[]>;
  /** The number of messages in both queues, including messages in flight. */
  messages(): Promise<number>;
  /** Waits until there are as many messages as asked for, for at most ten seconds. @returns how many there are. */
  untilMessages(isReached: (count: number) => boolean): Promise<number>;
  /** Waits until the queues hold no message. @throws Error when this takes longer than `seconds`. */
  settle(seconds: number): Promise<void>;
  /**
   * Stops the embedded AWS with a signal, and starts it again with its saved state.
   * @returns the services whose state was not saved.
   */
  restart(): Promise<string[]>;
  deadLetters(): Promise<DeadLetter[]>;
  /** Moves all dead letters back, and waits until they are processed. @returns how many. */
  redrive(): Promise<number>;
  /**
   * Moves dead letters back when interruptions used up all their tries.
   * @returns the dead letters, and a note about them.
   */
  bringThrough(): Promise<{ letters: readonly DeadLetter[]; notes: readonly string[] }>;
  /** Accounts for the uploads of a scenario, whose name is their folder below `ingest/`. Removes the dead letters. */
  account(scenario: string, uploads: readonly Upload[]): Promise<Account>;
}

/** Seconds until SQS delivers a failed message again. In the template, this takes 180 seconds. */
export const RETRY_AFTER = 4;

const NAME = 'faults-emulator';
/**
 * After S3 has answered an upload, S3 and SNS take a moment to deliver the message. So the queues must stay empty for
 * some looks.
 */
const QUIET_LOOKS = 5;
/** How often to look again for an output that seems lost, or a dead letter without a reason. */
const LOOKS = 3;

export async function openBench({ short }: Pick<Bench, 'short'>, step: Step): Promise<Bench> {
  const folder = path.join(localFolder, NAME);
  rmSync(folder, { recursive: true, force: true });
  // With the usual port, another lab on this machine could take it while this one is stopped.
  const port = await getPort({ host: '127.0.0.1' });
  clearLockedPorts();
  const {
    emulator: first,
    outputs,
    bucket,
  } = await startLab({ name: NAME, port, keepState: 'at-the-end' }, step);
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
    ...{ aws, bucket, topicArn: outputs.TopicArn ?? '', endpoint, folder, branches, originals, short },

    upload: (key, { bytes, outputs }) =>
      limit(async () => {
        await aws.s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes }));
        return { key, outputs };
      }),
    uploadAll(keys) {
      // All pictures are drawn first, because that takes time and the uploads must come at once.
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
          throw new Error(
            `Expected empty queues within ${seconds} seconds, but they still hold ${count} messages.`,
          );
      }
    },

    async restart() {
      await emulator.stop();
      const dropped = stateNotKept(emulator.log);
      if (dropped.some((service) => service !== 'cloudwatch_logs'))
        throw new Error(
          `The embedded AWS did not save its ${dropped.join(', ')}, so this run shows nothing about AWS.`,
        );
      emulator = await startEmulator({ name: NAME, keepState: 'at-the-end', port });
      return dropped;
    },

    deadLetters: () => listDeadLetters(aws, deadLetterQueues),
    redrive: () => redrive(aws, deadLetterQueues, endpoint),
    async bringThrough() {
      const letters = await bench.deadLetters();
      if (letters.length === 0) return { letters, notes: [] };
      await bench.redrive();
      const note = `${letters.length} messages were interrupted five times, and were processed after a redrive.`;
      return { letters, notes: [note] };
    },
    async account(scenario, uploads) {
      const look = async () =>
        account(uploads, {
          outputs: await readOutputs(aws, bucket, scenario, originals),
          deadLetters: await bench.deadLetters(),
        });
      let found = await look();
      // On a busy machine, a notification or the end of an invocation can be late. That does not mean that the upload
      // is lost.
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

/** Removes what the bench left. Call it after its embedded AWS has ended. */
export function clearBench(): void {
  rmSync(path.join(localFolder, NAME), { recursive: true, force: true });
}
