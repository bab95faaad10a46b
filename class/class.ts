/** `npm run class`: grades the labs of a class. */
import path from 'node:path';
import { inUsersFolder } from '../checks/report-files.ts';
import { reportFailure } from '../cli/failure.mjs';
import { listenForStop } from '../cli/stopping.ts';
import { chosenAccount } from '../local/chosen-account.ts';
import { runCheckRoster } from './check-roster-report.ts';
import { runDemo } from './demo/run-demo.ts';
import { gradeClass } from './grade-class.ts';
import { parseClassOptions, USAGE } from './options.ts';
import { readRoster } from './read-roster.ts';
import { prepareFolder } from './results-folder.ts';

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
  const roster = readRoster(options.roster ?? '');
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
  prepareFolder(folder);
  const isComplete = await gradeClass(roster.learners, folder, options, place);
  if (stopping.reason()) process.exitCode = 130;
  else process.exitCode = isComplete ? 0 : COULD_NOT_GRADE;
}
