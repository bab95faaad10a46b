import path from 'node:path';
import wrapAnsi from 'wrap-ansi';
import { readStack, STACK_NAME } from '../../account/stack.ts';
import { whenAskedToEnd } from '../../cli/ending.mjs';
import { Failure, reportFailure } from '../../cli/failure.mjs';
import { stopAllLeashed } from '../../cli/leashed.ts';
import { withLock } from '../../cli/lock.mjs';
import { showStep } from '../../cli/progress.ts';
import { localFolder } from '../../cli/project.mjs';
import type { Emulator } from '../emulator/emulator.ts';
import { startLab } from '../lab.ts';
import { localClients } from '../local-aws.ts';
import { explainNames, readPictures, samplePicture } from '../pictures.ts';
import { type OpenPage, type PageBeside, renderPageAddress } from './page-beside.ts';
import { findRunningLab, forgetRunningLab, type RunningLab, recordRunningLab } from './running-lab.ts';
import { sendPictures } from './send-pictures.ts';
import { parseStartOptions, USAGE } from './start-options.ts';
import { renderDifferences, renderNextSteps } from './start-report.ts';

/** The name of its folder in `.local/`. */
const EMULATOR = 'emulator';

let isUp = false;
let isStopping = false;
let page: PageBeside | undefined;

/** Runs `npm start`: the whole lab on this machine. @param openPage serves the live page beside it. */
export async function runStart(openPage: OpenPage): Promise<void> {
  whenAskedToEnd(async (signal) => {
    isStopping = true;
    console.log(`\nStopping the embedded AWS (${signal}) …`);
    await stop();
    // Stopping a running lab is not a failure.
    process.exit(isUp ? 0 : 130);
  });
  await main(openPage).catch(async (error) => {
    if (isStopping) return;
    await stop();
    reportFailure(error);
  });
}

async function main(openPage: OpenPage): Promise<void> {
  const options = parseStartOptions(process.argv.slice(2));
  if (options.help) return console.log(USAGE);
  const pictures = options.pictures.length > 0 ? readPictures(options.pictures) : [samplePicture()];
  for (const sentence of explainNames(options.pictures, pictures)) console.log(wrapAnsi(sentence, 80));
  const { lab, emulator } = await findOrStart(options.port);
  const succeeded = await sendPictures(lab, pictures);
  if (!succeeded) process.exitCode = 1;
  if (emulator === undefined) return;
  if (options.once) return stop();

  isUp = true;
  console.log(renderNextSteps(lab));
  if (options.page) {
    const place = { kind: 'start', folder: EMULATOR, port: options.pagePort } as const;
    page = await openPage({ ...place, find: () => emulator });
    if (page !== undefined) console.log(renderPageAddress(page));
  }
  console.log(`\nThe lab is up at ${lab.endpoint}. Press Ctrl-C to stop it.`);
  await emulator.ended;
  if (isStopping) return;
  throw new Failure({
    code: 'emulator-ended',
    problem: 'The embedded AWS (MiniStack) stopped unexpectedly.',
    fix: 'npm start   # the log is .local/logs/emulator.log',
  });
}

/** Returns the lab that another `npm start` of this clone runs, or starts one. `emulator` is set only for our own lab. */
async function findOrStart(port: number | undefined): Promise<{ lab: RunningLab; emulator?: Emulator }> {
  return withLock(path.join(localFolder, 'start.lock'), async () => {
    const running = await findRunningLab();
    if (running) {
      console.log(`Using the lab that is already running at ${running.endpoint} (pid ${running.pid}).`);
      return { lab: { ...running, bucket: await findBucket(running) } };
    }
    const { emulator, bucket } = await startLab({ name: EMULATOR, port }, showStep);
    console.log(renderDifferences());
    const { endpoint, start } = emulator;
    const lab = { pid: process.pid, start, endpoint, bucket };
    recordRunningLab(lab);
    return { lab, emulator };
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
  await page?.close();
  await stopAllLeashed();
  forgetRunningLab();
}
