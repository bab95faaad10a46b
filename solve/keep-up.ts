import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from '../account/connect.ts';
import { gradeAccount } from '../checks/grade-account.ts';
import { ask } from '../cli/ask.ts';
import { Failure } from '../cli/failure.mjs';
import { stopAllLeashed } from '../cli/leashed.ts';
import { withLock } from '../cli/lock.mjs';
import { showStep } from '../cli/progress.ts';
import { localFolder } from '../cli/project.mjs';
import { hasWork, removeWork, startLabByHand } from '../local/by-hand/lab-by-hand.ts';
import { showMail } from '../local/by-hand/show-mail.ts';
import { answerGoneBack, isAskedToGoBack, restoreSnapshot } from '../local/by-hand/snapshot.ts';
import { localAccount } from '../local/chosen-account.ts';
import { type Emulator, mailFolder } from '../local/emulator/emulator.ts';
import { type OpenPage, renderPageAddress } from '../local/start/page-beside.ts';
import { findLabByHand, forgetRunningLab, LAB_BY_HAND, type RunningAws } from '../local/start/running-lab.ts';
import type { LabCommandOptions } from './options.ts';
import { renderLabDifferences, renderWelcome } from './welcome.ts';

/** Starts the lab, or finds it running, and says what to do first. A lab that it starts stays up until the signal. */
export async function keepUp(
  options: LabCommandOptions,
  signal: AbortSignal,
  openPage: OpenPage,
): Promise<number> {
  const { emulator, running } = await withLock(path.join(localFolder, 'lab.lock'), () =>
    findOrStart(options, signal),
  );
  if (emulator === undefined) {
    console.log(`The lab is already up at ${running.endpoint} (pid ${running.pid}).\n`);
    console.log(await welcome(running));
    return 0;
  }
  try {
    console.log(renderLabDifferences());
    console.log(await welcome(running));
    await untilEnd(emulator, signal, options, openPage);
  } finally {
    await stopAllLeashed();
    forgetRunningLab('lab');
  }
  if (!signal.aborted) throw endedByItself();
  console.log('The lab has stopped. Your work is kept: npm run lab continues it.');
  return 0;
}

async function findOrStart(
  options: LabCommandOptions,
  signal: AbortSignal,
): Promise<{ running: RunningAws; emulator?: Emulator }> {
  const running = await findLabByHand();
  if (options.reset) await startOver(options, running, signal);
  if (running) return { running };
  const emulator = await startLabByHand(showStep);
  return { emulator, running: { pid: process.pid, start: emulator.start, endpoint: emulator.endpoint } };
}

/** @throws Failure when the lab is up, or when the user does not confirm. */
async function startOver(
  { yes }: LabCommandOptions,
  running: RunningAws | undefined,
  signal: AbortSignal,
): Promise<void> {
  if (running) {
    const problem = `The lab is up (pid ${running.pid}), so it cannot start over. Nothing was removed.`;
    throw new Failure({
      code: 'lab-is-up',
      problem,
      fix: 'stop it with Ctrl-C, then npm run lab -- --reset',
    });
  }
  if (!hasWork()) return;
  const confirmed =
    yes ||
    (await ask('This removes all your work in the lab. Start over? (y/N) ', {
      ...{ isYes: (answer: string) => /^y(es)?$/.test(answer), signal },
      ...{ command: 'npm run lab -- --reset --yes', otherwise: 'Nothing was removed' },
    }));
  if (!confirmed)
    throw new Failure({ code: 'not-confirmed', problem: 'Nothing was removed.', fix: 'npm run lab' });
  removeWork();
}

/** Reads the account, without writing to it, to name the next task. */
async function welcome(running: RunningAws): Promise<string> {
  const aws = connect(localAccount(running));
  const { grade } = await gradeAccount(aws, { readOnly: true, seconds: 5, say: () => {} });
  return renderWelcome(running, grade);
}

/** Runs until the signal, or until the embedded AWS ends. When it is asked, it goes back to the work before a fault. */
async function untilEnd(
  first: Emulator,
  signal: AbortSignal,
  options: LabCommandOptions,
  openPage: OpenPage,
): Promise<void> {
  const ending = new AbortController();
  const mail = showMail(mailFolder(LAB_BY_HAND), console.log, AbortSignal.any([signal, ending.signal]));
  let emulator = first;
  const place = { kind: 'lab', folder: LAB_BY_HAND, port: options.pagePort } as const;
  const page = options.page ? await openPage({ ...place, find: () => emulator }) : undefined;
  if (page !== undefined) console.log(renderPageAddress(page));
  for (;;) {
    if ((await nextEvent(emulator, signal)) === 'end') break;
    console.log('The lab goes back to your work before the fault …');
    await emulator.stop();
    restoreSnapshot();
    emulator = await startLabByHand();
    answerGoneBack();
    console.log(`The lab is up again at ${emulator.endpoint}.`);
  }
  ending.abort();
  await page?.close();
  await mail;
}

async function nextEvent({ ended }: Emulator, signal: AbortSignal): Promise<'end' | 'go-back'> {
  let hasEnded = false;
  void ended.then(() => {
    hasEnded = true;
  });
  while (!hasEnded && !signal.aborted) {
    if (isAskedToGoBack()) return 'go-back';
    await sleep(300, undefined, { signal }).catch(() => {});
  }
  return 'end';
}

function endedByItself(): Failure {
  return new Failure({
    code: 'emulator-ended',
    problem: 'The embedded AWS (MiniStack) stopped unexpectedly. Your work is kept.',
    fix: 'npm run lab   # the log is .local/logs/lab.log',
  });
}
