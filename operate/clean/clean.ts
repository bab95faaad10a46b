/** `npm run clean`: removes all that the lab made in an account. */
import wrapAnsi from 'wrap-ansi';
import { type Aws, connect } from '../../checks/aws.ts';
import { chosenAccount } from '../../checks/chosen-account.ts';
import { whyUnreachable } from '../../checks/could-not-grade.ts';
import { narrate } from '../../checks/narration.ts';
import { troubleOf } from '../../checks/trouble.ts';
import { whenAskedToEnd } from '../../local/set-up/ending.mjs';
import { Failure, reportFailure } from '../../local/set-up/failure.mjs';
import { askToRemove } from './ask.ts';
import { renderPlan } from './list-report.ts';
import { NotSeen } from './must-see.ts';
import { type CleanOptions, parseCleanOptions, USAGE } from './options.ts';
import { makePlan } from './plan.ts';
import { removeAll } from './remove-all.ts';
import { isEmptyPlan, type Plan } from './thing.ts';

const NOTHING_DONE = 2;

const ending = new AbortController();
whenAskedToEnd(() => ending.abort());

await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<void> {
  const asked: Pick<CleanOptions, 'local' | 'profile'> = { local: false };
  try {
    const options = parseCleanOptions(args);
    if (options.help) return console.log(USAGE);
    Object.assign(asked, options);
    await clean(connect(await chosenAccount(options)), options, args);
  } catch (error) {
    reportFailure(explain(error, asked));
    process.exitCode = NOTHING_DONE;
  }
}

async function clean(aws: Aws, options: CleanOptions, args: readonly string[]): Promise<void> {
  const plan = await narrate('Look for what the lab made', () => makePlan(aws, options));
  console.log(renderPlan(plan));
  if (options.dryRun || isEmptyPlan(plan)) {
    if (!options.dryRun && isBucketKept(plan)) process.exitCode = 1;
    return;
  }
  const command = `npm run clean -- ${[...args, '--yes'].join(' ')}`;
  if (!options.yes && !(await askToRemove({ account: plan.account, command }))) {
    return console.log('\nNothing was removed.');
  }
  console.log('');
  const { removed, left } = await removeAll(aws, plan, ending.signal);
  const stopped = ending.signal.aborted ? ' Stopped: run it again for the rest.' : '';
  console.log(`\n${removed} of ${removed + left.length} removed.${stopped}`);
  for (const { what, why } of left) console.log(wrapAnsi(`✗ ${what}: ${why}`, 80));
  if (left.length > 0 || isBucketKept(plan)) process.exitCode = ending.signal.aborted ? 130 : 1;
}

/** A part of the lab that could go stays: the user has to say whether that is right. */
function isBucketKept({ kept }: Plan): boolean {
  return kept.some(({ why }) => why.includes('--bucket-with-everything'));
}

function explain(error: unknown, asked: Pick<CleanOptions, 'local' | 'profile'>): unknown {
  if (error instanceof Failure) return error;
  const trouble = error instanceof NotSeen ? error.trouble : troubleOf(error, 'AWS');
  const unreachable = whyUnreachable(trouble, { ...asked, command: 'clean' });
  if (unreachable !== undefined) return unreachable;
  if (trouble.kind === 'denied') {
    const problem = `Nothing was removed, for not all could be looked at: these credentials lack the permission ${trouble.action}.`;
    const fix = 'cat operate/clean/rights/clean.json   # the policy with all that it needs';
    return new Failure({ code: 'aws-denied', problem, detail: trouble.message, fix });
  }
  return error instanceof NotSeen
    ? new Failure({
        code: 'aws-other',
        problem: `Nothing was removed, for not all could be looked at: ${trouble.message}`,
      })
    : error;
}
