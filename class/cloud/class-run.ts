/** `npm run class:run`: grades a roster with the stack of `npm run class:deploy`. */
import { PutObjectCommand } from '@aws-sdk/client-s3';
import wrapAnsi from 'wrap-ansi';
import { narrate } from '../../cli/narration.ts';
import { runCommand } from '../../cli/run-command.ts';
import { chosenAccount } from '../../local/chosen-account.ts';
import { readRoster } from '../read-roster.ts';
import { type ClassStack, findClassStack } from './class-stack.ts';
import { parseRunOptions, RUN_USAGE, type RunOptions } from './cloud-options.ts';
import { normalRoster } from './normal-roster.ts';
import type { Counts } from './report-event.ts';
import { continueRun, type RunEnd, type StartedRun, startRun, untilEnd } from './runs.ts';

const COULD_NOT_GRADE = 2;

await runCommand({ usage: RUN_USAGE, parse: parseRunOptions, run: grade });

async function grade(options: RunOptions, signal: AbortSignal): Promise<number> {
  const learners = options.roster === undefined ? [] : readRoster(options.roster).learners;
  const account = await chosenAccount(options);
  const stack = await findClassStack(account, options.stack);
  if (options.scheduled) return keepForSchedule(stack, normalRoster(learners));
  const started =
    options.roster === undefined
      ? await continueRun(stack)
      : await startRun(stack, learners, options.settings);
  try {
    const end = await narrate(`Grade the run ${started.run}`, (say) => wait(stack, started, say, signal));
    console.log(wrapAnsi(describeEnd(end), 80));
    const { status, counts } = end;
    return status === 'SUCCEEDED' && counts && isComplete(counts) ? 0 : COULD_NOT_GRADE;
  } catch (error) {
    if (!signal.aborted) throw error;
    console.error(`\nThe run ${started.run} goes on in the account: npm run class:results`);
    return 130;
  }
}

function isComplete(counts: Counts): boolean {
  return counts.unreachable + counts['grader-failed'] === 0;
}

async function wait(
  stack: ClassStack,
  started: StartedRun,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<RunEnd> {
  let last = -1;
  const onProgress = (done: number) => {
    if (done !== last) say(`${done} ${done === 1 ? 'learner has' : 'learners have'} a result`);
    last = done;
  };
  return untilEnd(stack, started, { onProgress, interval: 2000, signal });
}

function describeEnd({ status, counts }: RunEnd): string {
  if (status !== 'SUCCEEDED' || counts === undefined)
    return `The run ended with the status ${status}. Its results are kept. Continue it: npm run class:run -- --continue`;
  const { graded, unreachable, 'not-begun': notBegun, 'grader-failed': failed } = counts;
  const parts = [`${graded} graded`, `${notBegun} not begun`, `${unreachable} could not be reached`];
  return `${parts.join(', ')}, and the grader failed for ${failed}. Save the gradebook and the pages: npm run class:results -- --out grades`;
}

async function keepForSchedule({ s3, bucket: Bucket }: ClassStack, Body: string): Promise<number> {
  await s3.send(
    new PutObjectCommand({
      Bucket,
      Key: 'schedule/roster.csv',
      Body,
      ContentType: 'text/csv; charset=utf-8',
    }),
  );
  console.log(
    'The schedule grades this roster from now on. Set it with: npm run class:deploy -- --every-hours 6',
  );
  return 0;
}
