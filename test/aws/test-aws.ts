/** `npm run test:aws`: tests the whole lab in a real account and removes it again. */

import { connect } from '../../account/connect.ts';
import { findPlace } from '../../account/observe/place.ts';
import { whyUnreachable } from '../../account/why-unreachable.ts';
import { whenAskedToEnd } from '../../cli/ending.mjs';
import { Failure, reportFailure } from '../../cli/failure.mjs';
import { parseTestOptions, type TestOptions, USAGE } from './options.ts';
import { runTest } from './run-test.ts';

const NOTHING_DONE = 2;

const ending = new AbortController();
whenAskedToEnd(() => ending.abort());

await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<void> {
  try {
    const options = parseTestOptions(args);
    if (options.help) return console.log(USAGE);
    const aws = connect(options);
    const place = await requireAccount(aws, options);
    process.exitCode = (await runTest(aws, place, { ...options, signal: ending.signal })) ? 0 : 1;
  } catch (error) {
    reportFailure(error);
    process.exitCode = NOTHING_DONE;
  }
}

/** @throws Failure unless the credentials belong to the account in `--account`. */
async function requireAccount(aws: ReturnType<typeof connect>, { account, profile }: TestOptions) {
  const seen = await findPlace(aws);
  if (seen.kind === 'unreadable') {
    const asked = { local: false, command: 'test:aws', ...(profile !== undefined && { profile }) };
    const { kind, message } = seen.trouble;
    throw whyUnreachable(seen.trouble, asked) ?? new Failure({ code: `aws-${kind}`, problem: message });
  }
  const place = seen.kind === 'found' ? seen.value : undefined;
  if (place?.account === account) return place;
  throw new Failure({
    code: 'other-account',
    problem: `Expected credentials of account ${account}, found those of ${place?.account ?? 'no account'}. Nothing was done.`,
    fix: 'aws sts get-caller-identity   # shows the account of your credentials',
  });
}
