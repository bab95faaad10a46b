/** `npm run class`: grades the labs of a class. */
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { inUsersFolder } from '../checks/report-files.ts';
import { Failure, reportFailure } from '../cli/failure.mjs';
import { listenForStop } from '../cli/stopping.ts';
import { chosenAccount } from '../local/chosen-account.ts';
import { runCheckRoster } from './check-roster-report.ts';
import { runDemo } from './demo/run-demo.ts';
import { gradeClass } from './grade-class.ts';
import { type ClassOptions, parseClassOptions, USAGE } from './options.ts';
import { parseRoster, type Roster } from './roster.ts';

/** Somebody could not be graded, or the command itself failed. */
const COULD_NOT_GRADE = 2;

const stopping = listenForStop(() =>
  console.error('\nStopping. The learners in work are left as they were …'),
);

await main().catch((error) => {
  const stop = stopping.reason();
  if (stop === undefined) reportFailure(error);
  process.exitCode = stop?.kind === 'asked' ? 130 : COULD_NOT_GRADE;
});

async function main(): Promise<void> {
  const options = parseClassOptions(process.argv.slice(2));
  if (options.help) return console.log(USAGE);
  if (options.demo !== undefined) {
    process.exitCode = await runDemo(options.demo, options);
    return;
  }
  const file = inUsersFolder(options.roster ?? '');
  const roster = readRoster(file, options);
  const place = {
    base: await chosenAccount(options),
    factsFile: (facts: string) => path.resolve(path.dirname(file), facts),
    signal: stopping.signal,
  };
  const folder = inUsersFolder(options.out);
  if (options.checkRoster) {
    process.exitCode = await runCheckRoster(roster, { ...place, atOnce: options.atOnce });
    return;
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const isComplete = await gradeClass(roster.learners, folder, options, place);
  if (stopping.reason()) process.exitCode = 130;
  else process.exitCode = isComplete ? 0 : COULD_NOT_GRADE;
}

/** @throws Failure that lists every bad row. */
function readRoster(file: string, { roster: typed }: ClassOptions): Roster {
  const roster = parseRoster(readBytes(file, typed ?? ''));
  const { problems, ignored } = roster;
  if (problems.length > 0) {
    throw new Failure({
      code: 'bad-roster',
      problem: `${typed} has ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}, so nobody was graded.`,
      fix: 'correct these lines, then run the same command again',
      detail: problems.map(({ line, problem }) => `line ${line}: ${problem}`).join('\n'),
    });
  }
  if (ignored.length > 0) console.error(`The grader does not use these columns: ${ignored.join(', ')}`);
  return roster;
}

/** Bytes. A row has less than a kilobyte. */
const MOST_BYTES = 50_000_000;

function readBytes(file: string, typed: string): Uint8Array {
  try {
    const bytes = readFileSync(file);
    if (bytes.length <= MOST_BYTES) return bytes;
    throw new Error(`it has ${bytes.length} bytes, and a roster has at most ${MOST_BYTES}`);
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    const reason = cause instanceof Error ? cause.message : String(cause);
    const problem = isMissing
      ? `There is no roster ${typed}.`
      : `The roster ${typed} cannot be read: ${reason}.`;
    throw new Failure(
      { code: 'no-roster', problem, fix: 'npm run class -- --demo 30   # makes a class with a roster' },
      { cause },
    );
  }
}
