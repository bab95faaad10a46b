/** `npm run check`: grades the lab. */
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import wrapAnsi from 'wrap-ansi';
import { whenAskedToEnd } from '../local/set-up/ending.mjs';
import { Failure, reportFailure } from '../local/set-up/failure.mjs';
import { type AwsOptions, connect } from './aws.ts';
import { chosenAccount } from './chosen-account.ts';
import { whyNotGraded } from './could-not-grade.ts';
import type { Facts } from './facts.ts';
import { render } from './formats.ts';
import { exitStatus, type Grade, gradeFacts } from './grade.ts';
import { gradeAccount } from './grade-account.ts';
import { narrate } from './narration.ts';
import { readFacts, writeFacts } from './observe/facts-file.ts';
import { maskAccounts } from './observe/mask.ts';
import { type CheckOptions, parseCheckOptions, USAGE } from './options.ts';
import { scorePhrases } from './report/points.ts';
import { watch } from './watch.ts';

const COULD_NOT_GRADE = 2;

const ending = new AbortController();
whenAskedToEnd(() => {
  console.error('\nStopping: the probe removes what it made …');
  ending.abort();
});

await main().catch((error) => {
  if (ending.signal.aborted) {
    process.exitCode = 130;
    return;
  }
  reportFailure(error);
  process.exitCode = COULD_NOT_GRADE;
});

async function main(): Promise<void> {
  const options = parseCheckOptions(process.argv.slice(2));
  if (options.help) return console.log(USAGE);
  requireFolders(options);
  if (options.from !== undefined) {
    const facts = readFacts(inUsersFolder(options.from));
    return report(gradeFacts(facts, options.tasks), facts, options);
  }
  const account = await chosenAccount(options);
  const grade = async (say: (line: string) => void) => {
    const graded = await gradeOnce(account, options, say);
    ending.signal.throwIfAborted();
    return graded;
  };
  if (options.watch) return watch(grade, ending.signal);
  const result = await narrate('Look at the lab', grade);
  await report(result.grade, result.facts, options);
}

function gradeOnce(account: AwsOptions, options: CheckOptions, say: (line: string) => void) {
  const { timeout, readOnly, tasks: only, stack, topic, bucket } = options;
  const deadline = new AbortController();
  setTimeout(() => deadline.abort(), timeout * 1000).unref();
  const aws = connect({ ...account, signal: deadline.signal });
  // The message and the picture are waited for in turn; a third of the time is for looking, and for cleaning up.
  const seconds = timeout / 3;
  return gradeAccount(aws, { readOnly, only, stack, topic, bucket, seconds, say, signal: ending.signal });
}

async function report(grade: Grade, facts: Facts, options: CheckOptions): Promise<void> {
  const { save, showAccount } = options;
  if (save !== undefined) writeFacts(inUsersFolder(save), facts, { showAccount });
  const failure = whyNotGraded(facts, options);
  for (const destination of options.destinations) {
    const { format, file } = destination;
    const isForUser = format === 'terminal' && file === undefined;
    // One sentence says more than a table of what could not be looked at.
    if (isForUser && failure) continue;
    // What leaves the terminal may be shared.
    const shown = isForUser || showAccount ? grade : maskAccounts(grade, facts.account);
    const text = await render(format, shown, isForUser && (process.stdout.hasColors?.() ?? false));
    if (file === undefined) console.log(text);
    else saveReport(inUsersFolder(file), text);
  }
  // On standard error: standard output may be a report.
  const saved = [...options.destinations.map(({ file }) => file), save].filter((file) => file !== undefined);
  if (saved.length > 0) {
    console.error(wrapAnsi(`Saved ${saved.join(', ')}: ${scorePhrases(grade).join(' · ')}`, 80));
  }
  process.exitCode = exitStatus(grade);
  if (failure === undefined) return;
  reportFailure(failure);
  process.exitCode = COULD_NOT_GRADE;
}

/** Before anything is done: what is found could not be saved afterwards. @throws Failure */
function requireFolders({ save, destinations }: CheckOptions): void {
  for (const file of [save, ...destinations.map((destination) => destination.file)]) {
    const folder = file === undefined ? undefined : path.dirname(inUsersFolder(file));
    if (folder === undefined || existsSync(folder)) continue;
    const problem = `${file} cannot be written: there is no folder ${folder}.`;
    throw new Failure({ code: 'no-such-folder', problem, fix: `mkdir -p '${folder}'` });
  }
}

function saveReport(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const fix = `mkdir -p ${path.dirname(file)}`;
    throw new Failure(
      { code: 'report-not-saved', problem: `A report could not be saved: ${reason}.`, fix },
      { cause },
    );
  }
}

/** As typed: relative to the folder in which npm was started. */
function inUsersFolder(file: string): string {
  return path.resolve(process.env.INIT_CWD ?? process.cwd(), file);
}
