/** `npm start`: the whole lab on this machine. */
import path from 'node:path';
import { startLab } from './lab.ts';
import { stopAllLeashed } from './leashed.ts';
import { readPictures, samplePicture } from './pictures.ts';
import { showStep } from './progress.ts';
import { findRunningLab, forgetRunningLab, type RunningLab, recordRunningLab } from './running-lab.ts';
import { sendPictures } from './send-pictures.ts';
import { whenAskedToEnd } from './set-up/ending.mjs';
import { Failure, reportFailure } from './set-up/failure.mjs';
import { withLock } from './set-up/lock.mjs';
import { localFolder } from './set-up/project.mjs';
import { parseStartOptions, USAGE } from './start-options.ts';
import { renderGaps, renderNextSteps } from './start-report.ts';

let isUp = false;
let isStopping = false;

whenAskedToEnd(async (signal) => {
  isStopping = true;
  console.log(`\nStopping the embedded AWS (${signal}) …`);
  await stop();
  // To stop a lab that is up is no failure.
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
  const { lab, ended } = await findOrStart(options.port);
  const succeeded = await sendPictures(lab, pictures);
  if (!succeeded) process.exitCode = 1;
  if (ended === undefined) return;
  if (options.once) return stop();

  isUp = true;
  console.log(renderNextSteps(lab));
  console.log(`\nThe lab is up at ${lab.endpoint}. Ctrl-C stops it.`);
  await ended;
  if (isStopping) return;
  throw new Failure({
    code: 'emulator-ended',
    problem: 'The embedded AWS has ended by itself.',
    fix: 'npm start',
  });
}

/** The lab that another `npm start` of this clone has up, or our own, with what tells of its end. */
async function findOrStart(port: number | undefined): Promise<{ lab: RunningLab; ended?: Promise<unknown> }> {
  return withLock(path.join(localFolder, 'start.lock'), async () => {
    const running = await findRunningLab();
    if (running) {
      console.log(`The lab is up already, at ${running.endpoint} (pid ${running.pid}): using it.`);
      return { lab: running };
    }
    const { emulator, bucket, gaps } = await startLab({ name: 'emulator', port }, showStep);
    if (gaps.length > 0) console.log(renderGaps(gaps));
    const lab = { pid: process.pid, endpoint: emulator.endpoint, bucket };
    recordRunningLab(lab);
    return { lab, ended: emulator.ended };
  });
}

async function stop(): Promise<void> {
  await stopAllLeashed();
  forgetRunningLab();
}
