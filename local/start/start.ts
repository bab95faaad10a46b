/** `npm start`: runs the whole lab on this machine. */
import path from 'node:path';
import wrapAnsi from 'wrap-ansi';
import { readStack, STACK_NAME } from '../../account/stack.ts';
import { whenAskedToEnd } from '../../cli/ending.mjs';
import { Failure, reportFailure } from '../../cli/failure.mjs';
import { stopAllLeashed } from '../../cli/leashed.ts';
import { withLock } from '../../cli/lock.mjs';
import { showStep } from '../../cli/progress.ts';
import { localFolder } from '../../cli/project.mjs';
import { startLab } from '../lab.ts';
import { localClients } from '../local-aws.ts';
import { explainNames, readPictures, samplePicture } from '../pictures.ts';
import { findRunningLab, forgetRunningLab, type RunningLab, recordRunningLab } from './running-lab.ts';
import { sendPictures } from './send-pictures.ts';
import { parseStartOptions, USAGE } from './start-options.ts';
import { renderDifferences, renderNextSteps } from './start-report.ts';

let isUp = false;
let isStopping = false;

whenAskedToEnd(async (signal) => {
  isStopping = true;
  console.log(`\nStopping the embedded AWS (${signal}) …`);
  await stop();
  // Stopping a running lab is not a failure.
  process.exit(isUp ? 0 : 130);
});

await main().catch(async (error) => {
  if (isStopping) return;
  await stop();
  reportFailure(error);
});

async function main(): Promise<void> {
  const options = parseStartOptions(process.argv.slice(2));
  if (options.help) return console.log(USAGE);
  const pictures = options.pictures.length > 0 ? readPictures(options.pictures) : [samplePicture()];
  for (const sentence of explainNames(options.pictures, pictures)) console.log(wrapAnsi(sentence, 80));
  const { lab, ended } = await findOrStart(options.port);
  const succeeded = await sendPictures(lab, pictures);
  if (!succeeded) process.exitCode = 1;
  if (ended === undefined) return;
  if (options.once) return stop();

  isUp = true;
  console.log(renderNextSteps(lab));
  console.log(`\nThe lab is up at ${lab.endpoint}. Press Ctrl-C to stop it.`);
  await ended;
  if (isStopping) return;
  throw new Failure({
    code: 'emulator-ended',
    problem: 'The embedded AWS (MiniStack) stopped unexpectedly.',
    fix: 'npm start   # the log is .local/logs/emulator.log',
  });
}

/** Returns the lab that another `npm start` of this clone runs, or starts one. `ended` is set only for our own lab. */
async function findOrStart(port: number | undefined): Promise<{ lab: RunningLab; ended?: Promise<unknown> }> {
  return withLock(path.join(localFolder, 'start.lock'), async () => {
    const running = await findRunningLab();
    if (running) {
      console.log(`Using the lab that is already running at ${running.endpoint} (pid ${running.pid}).`);
      return { lab: { ...running, bucket: await findBucket(running) } };
    }
    const { emulator, bucket } = await startLab({ name: 'emulator', port }, showStep);
    console.log(renderDifferences());
    const { endpoint, start } = emulator;
    const lab = { pid: process.pid, start, endpoint, bucket };
    recordRunningLab(lab);
    return { lab, ended: emulator.ended };
  });
}

/** Reads the name of the bucket again, because somebody can have removed or redeployed the lab. */
async function findBucket({ endpoint, pid }: RunningLab): Promise<string> {
  const { outputs } = await readStack(localClients(endpoint).cloudFormation).catch((cause: unknown) => {
    const problem = `Expected the stack ${STACK_NAME} on the embedded AWS at ${endpoint}, but it was removed.`;
    const fix = `npm start   # first stop the running lab (pid ${pid}) with Ctrl-C`;
    throw new Failure({ code: 'lab-removed', problem, fix }, { cause });
  });
  return outputs.BucketName ?? '';
}

async function stop(): Promise<void> {
  await stopAllLeashed();
  forgetRunningLab();
}
