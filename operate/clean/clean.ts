/** `npm run clean`: removes everything that the lab created in an account. */
import { connect } from '../../account/connect.ts';
import { cleanTexts } from '../../cli/clean-text.mjs';
import { narrate } from '../../cli/narration.ts';
import { runCommand } from '../../cli/run-command.ts';
import { chosenAccount } from '../../local/chosen-account.ts';
import { askToRemove } from './ask.ts';
import { whyNotCleaned } from './could-not-clean.ts';
import { renderPlan } from './list-report.ts';
import { type CleanOptions, parseCleanOptions, USAGE } from './options.ts';
import { makePlan } from './plan.ts';
import { renderRemoval } from './removal-report.ts';
import { removeAll } from './remove-all.ts';
import { isBucketKept, isEmptyPlan } from './thing.ts';

await runCommand({
  usage: USAGE,
  parse: parseCleanOptions,
  run: clean,
  explain: (error, options) => whyNotCleaned(error, options ?? { local: false }),
});

async function clean(options: CleanOptions, signal: AbortSignal): Promise<number> {
  const aws = connect(await chosenAccount(options));
  const plan = await narrate('Find what the lab created', () => makePlan(aws, options));
  console.log(renderPlan(cleanTexts(plan)));
  if (options.dryRun) return 0;
  const status = isBucketKept(plan) ? 1 : 0;
  if (isEmptyPlan(plan)) return status;
  const command = `npm run clean -- ${[...process.argv.slice(2), '--yes'].join(' ')}`;
  if (!options.yes && !(await askToRemove({ account: plan.account, command }))) {
    console.log('\nNothing was removed.');
    return 0;
  }
  console.log('');
  const result = await removeAll(aws, plan, signal);
  console.log(`\n${renderRemoval(result, signal.aborted)}`);
  if (result.left.length === 0 && status === 0) return 0;
  return signal.aborted ? 130 : 1;
}
