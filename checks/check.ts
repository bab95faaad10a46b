/** `npm run check`: grades the lab. */

import { connect } from '../account/connect.ts';
import type { Facts } from '../account/facts.ts';
import { readFacts } from '../account/observe/facts-file.ts';
import type { AwsOptions } from '../aws/clients.ts';
import { reportFailure } from '../cli/failure.mjs';
import { narrate } from '../cli/narration.ts';
import { listenForStop } from '../cli/stopping.ts';
import { chosenAccount } from '../local/chosen-account.ts';
import { whyNotGraded } from './could-not-grade.ts';
import { exitStatus, type Grade, gradeFacts } from './grade.ts';
import { type GradeOptions, gradeAccount } from './grade-account.ts';
import { type CheckOptions, parseCheckOptions, USAGE } from './options.ts';
import { printGrade } from './print-grade.ts';
import { inUsersFolder, requireWritable } from './report-files.ts';
import { watch } from './watch.ts';

const COULD_NOT_GRADE = 2;

// The probe removes what it created, and says so, before the process ends.
const stopping = listenForStop(() => console.error('\nStopping …'));

await main().catch((error) => {
  const stop = stopping.reason();
  if (stop === undefined) reportFailure(error);
  process.exitCode = stop?.kind === 'asked' ? 130 : COULD_NOT_GRADE;
});

async function main(): Promise<void> {
  const options = parseCheckOptions(process.argv.slice(2));
  if (options.help) return console.log(USAGE);
  requireWritable(options);
  if (options.from !== undefined) {
    const facts = readFacts(inUsersFolder(options.from));
    return report(gradeFacts(facts, options.tasks, 'file', options.without), facts, options);
  }
  const account = await chosenAccount(options);
  const grade = async (say: (line: string) => void, earlier?: Facts) => {
    const graded = await gradeOnce(account, options, { say, earlier });
    stopping.signal.throwIfAborted();
    return graded;
  };
  if (options.watch) {
    const whyNot = (facts: Facts) => whyNotGraded(facts, options);
    return watch({ gradeNow: grade, whyNot, readOnly: options.readOnly, signal: stopping.signal });
  }
  const result = await narrate('Grading the lab', (say) => grade(say));
  await report(result.grade, result.facts, options);
}

function gradeOnce(account: AwsOptions, options: CheckOptions, now: Pick<GradeOptions, 'say' | 'earlier'>) {
  const { timeout, readOnly, tasks: only, without, stack, topic, bucket } = options;
  // The clean-up has its own time after this.
  const deadline = new AbortController();
  setTimeout(() => deadline.abort(), timeout * 1000).unref();
  const signal = AbortSignal.any([deadline.signal, stopping.signal]);
  // The grader waits for the message, then for the picture. The last third of the time is for reading the account.
  const seconds = timeout / 3;
  const asked = { readOnly, only, without, stack, topic, bucket };
  return gradeAccount(connect(account), { ...asked, seconds, ...now, signal });
}

/** Prints the grade and sets the exit status. */
async function report(grade: Grade, facts: Facts, options: CheckOptions): Promise<void> {
  await printGrade(grade, facts, options);
  process.exitCode = exitStatus(grade);
  const failure = whyNotGraded(facts, options);
  if (failure === undefined) return;
  reportFailure(failure);
  process.exitCode = COULD_NOT_GRADE;
}
