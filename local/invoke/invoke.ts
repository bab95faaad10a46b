/** `npm run invoke -- <function> <event.json>`: runs a function in the Lambda image with `sam local invoke`. */
import path from 'node:path';
import { CreateBucketCommand, GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { parseLogEntry } from '../../account/logs/log-entry.ts';
import { whenAskedToEnd } from '../../cli/ending.mjs';
import { reportFailure } from '../../cli/failure.mjs';
import { stopAllLeashed } from '../../cli/leashed.ts';
import { withLock } from '../../cli/lock.mjs';
import { showStep } from '../../cli/progress.ts';
import { localFolder } from '../../cli/project.mjs';
import { BUCKET } from '../../events/aws-messages.ts';
import { startEmulator } from '../emulator/emulator.ts';
import { localClients } from '../local-aws.ts';
import { buildIfStale } from '../sam/built-functions.ts';
import { withSampleObjects } from '../sample-objects.ts';
import { saveOutput } from '../saved-outputs.ts';
import { findRunningLab, type RunningLab } from '../start/running-lab.ts';
import { requireDocker } from './docker.ts';
import { invokeInImage, type Outcome } from './invoke-in-image.ts';
import { type InvokeOptions, parseInvokeOptions, USAGE } from './invoke-options.ts';
import { renderOutcome, renderVerdict } from './invoke-report.ts';

let isStopping = false;

whenAskedToEnd(async (signal) => {
  isStopping = true;
  console.log(`\nStopping (${signal}) …`);
  await stopAllLeashed();
  process.exit(130);
});

await main().catch((error) => {
  if (!isStopping) reportFailure(error);
});
if (!isStopping) await stopAllLeashed();

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) return console.log(USAGE);
  const options = parseInvokeOptions(args);
  await requireDocker();
  // Only one runs at a time, because they share the build and the files of their embedded AWS.
  await withLock(path.join(localFolder, 'invoke.lock'), () => invoke(options));
}

async function invoke({ functionName, eventFile, needs }: InvokeOptions): Promise<void> {
  const { endpoint, bucket } = (await findRunningLab()) ?? (await startOwnAws());
  const buildFolder = await buildIfStale(showStep);
  const { s3 } = localClients(endpoint);
  const outcome = await withSampleObjects(s3, bucket, needs, () =>
    showStep(`Run ${functionName} in the Lambda image (sam local invoke)`, (onLine) =>
      invokeInImage({ functionName, eventFile, endpoint, buildFolder, onLine }),
    ),
  );
  const files = await saveOutputs(s3, bucket, outcome);
  console.log(`\n${renderOutcome(functionName, outcome)}\n${renderVerdict(functionName, outcome, files)}`);
  if (outcome.kind === 'failed' || outcome.failedMessages.length > 0) process.exitCode = 1;
}

/** Starts an embedded AWS that contains only the bucket of the sample events. */
async function startOwnAws(): Promise<Pick<RunningLab, 'endpoint' | 'bucket'>> {
  const { endpoint } = await showStep('Start an embedded AWS for this invocation (MiniStack)', () =>
    startEmulator({ name: 'invoke-emulator' }),
  );
  await localClients(endpoint).s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  return { endpoint, bucket: BUCKET };
}

/** Saves the outputs of an invocation. @returns their paths relative to the project's folder. */
async function saveOutputs(s3: S3Client, Bucket: string, { log }: Outcome): Promise<string[]> {
  // All log messages count, because SAM sometimes loses the START line that would mark the invocation.
  const messages = log.flatMap((line) => parseLogEntry(line)?.message ?? []);
  const keys = new Set(messages.flatMap((message) => outputIn(message) ?? []));
  const saved = [...keys].map(async (Key) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    return saveOutput(Key, (await Body?.transformToByteArray()) ?? new Uint8Array());
  });
  return Promise.all(saved);
}

/** Finds the key in "made thumbnail/a.jpg" or "thumbnail/a.jpg is there already". */
function outputIn(message: string): string | undefined {
  const [, made, already] = /^made (.*)$|^(.*) is there already$/.exec(message) ?? [];
  return made ?? already;
}
