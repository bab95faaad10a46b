/** `npm run class:results`: saves the gradebook and the pages of a run. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import pLimit from 'p-limit';
import { inUsersFolder } from '../../checks/report-files.ts';
import { Failure } from '../../cli/failure.mjs';
import { runCommand } from '../../cli/run-command.ts';
import { chosenAccount } from '../../local/chosen-account.ts';
import { writeFiles } from '../write-results.ts';
import { findClassStack } from './class-stack.ts';
import { parseResultsOptions, RESULTS_USAGE, type ResultsOptions } from './cloud-options.ts';
import { keysOf } from './result-store.ts';
import { listKeys, newestExecution, noRun, readText, resultKeys } from './runs.ts';

/** Calls to S3 at the same time. */
const AT_ONCE = 20;

await runCommand({ usage: RESULTS_USAGE, parse: parseResultsOptions, run: save });

async function save(options: ResultsOptions): Promise<number> {
  const stack = await findClassStack(await chosenAccount(options), options.stack);
  const last = await newestExecution(stack, options.run);
  const run = options.run ?? last?.input.run;
  if (run === undefined) throw noRun();
  if (last?.status === 'RUNNING') {
    const done = (await resultKeys(stack, run)).length;
    console.log(`The run ${run} has not ended. ${done} learners have a result.`);
    return 1;
  }
  const { report } = keysOf(run);
  // The functions never write such names. Nobody else's object may leave the folder either.
  const keys = (await listKeys(stack, report)).filter((key) => !key.split('/').includes('..'));
  if (keys.length === 0) {
    const problem = `The run ${run} has no report, because it was stopped or failed (${last?.status ?? 'unknown'}).`;
    throw new Failure({ code: 'no-report', problem, fix: 'npm run class:run -- --continue' });
  }
  const limit = pLimit(AT_ONCE);
  const texts = keys.map((key) =>
    limit(async () => [key.slice(report.length), await readText(stack, key)] as const),
  );
  const folder = inUsersFolder(options.out);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFiles(folder, new Map(await Promise.all(texts)));
  console.log(`Saved ${keys.length} files of the run ${run}. Open ${path.join(options.out, 'class.html')}`);
  return 0;
}
