/** `npm run redrive`: moves what lies in the dead-letter queues back, and follows it. */
import wrapAnsi from 'wrap-ansi';
import { type Aws, connect } from '../../checks/aws.ts';
import { chosenAccount } from '../../checks/chosen-account.ts';
import { narrate } from '../../checks/narration.ts';
import { whenAskedToEnd } from '../../local/set-up/ending.mjs';
import { reportFailure } from '../../local/set-up/failure.mjs';
import { ask } from '../ask.ts';
import { asFailure } from './could-not-look.ts';
import { findDeadLetterQueues } from './dead-letter-queues.ts';
import { type ListedQueue, listQueue } from './listing.ts';
import { countMessages, renderListing } from './listing-report.ts';
import { moveBack } from './move-back.ts';
import { parseRedriveOptions, REDRIVE_USAGE, type RedriveOptions } from './options.ts';
import { renderOutcome } from './outcome-report.ts';

const COULD_NOT_REDRIVE = 2;

const ending = new AbortController();
whenAskedToEnd(() => ending.abort());

const asked: { local: boolean; profile?: string } = { local: false };
await main().catch((error) => {
  reportFailure(asFailure(error, { ...asked, command: 'redrive' }));
  process.exitCode = COULD_NOT_REDRIVE;
});

async function main(): Promise<void> {
  const options = parseRedriveOptions(process.argv.slice(2));
  if (options.help) return console.log(REDRIVE_USAGE);
  Object.assign(asked, options);
  const account = await chosenAccount(options);
  const aws = connect(account);
  const { queues, notes } = await narrate('Look at the dead-letter queues', () => list(aws, options));
  console.log(renderListing(queues, notes));
  const full = queues.filter(({ letters }) => letters.length > 0);
  if (full.length === 0) return;
  if (await isConfirmed(full, options))
    process.exitCode = await redrive(aws, account.endpoint, full, options);
  else {
    console.log('\nNothing was moved.');
    process.exitCode = 1;
  }
  if (ending.signal.aborted) process.exitCode = 130;
}

async function list(aws: Aws, options: RedriveOptions) {
  const { deadLetterQueues, notes } = await findDeadLetterQueues(aws, options);
  const queues = deadLetterQueues.map((queue) => listQueue(aws, queue, ending.signal));
  return { queues: await Promise.all(queues), notes };
}

async function isConfirmed(full: readonly ListedQueue[], { yes }: RedriveOptions): Promise<boolean> {
  if (yes) return true;
  const names = full.map(({ queue }) => queue.name).join(' and ');
  return ask(`\nMove all of ${names} back? [y/N] `, {
    isYes: (answer) => answer === 'y' || answer === 'yes',
    command: `npm run redrive -- ${[...process.argv.slice(2), '--yes'].join(' ')}`,
    otherwise: 'Nothing was moved',
    signal: ending.signal,
  });
}

/** @returns the exit status. */
async function redrive(
  aws: Aws,
  endpoint: string | undefined,
  full: readonly ListedQueue[],
  { rate, timeout }: RedriveOptions,
): Promise<number> {
  const count = full.reduce((sum, { letters }) => sum + letters.length, 0);
  const title = `Move ${countMessages(count)} back, and follow ${count === 1 ? 'it' : 'them'}`;
  const { signal } = ending;
  const queues = full.map(({ queue }) => queue);
  const { notes, results } = await narrate(title, (say) =>
    moveBack(aws, queues, { endpoint, rate, timeout, say, signal }),
  );
  let status = 0;
  for (const note of notes) console.log(wrapAnsi(`\n${note}`, 80));
  for (const [index, result] of results.entries()) {
    const queue = queues[index];
    if (result.status === 'rejected') {
      reportFailure(asFailure(result.reason, { ...asked, command: 'redrive' }));
      status = COULD_NOT_REDRIVE;
    } else if (queue !== undefined) {
      console.log(`\n${renderOutcome(queue, result.value)}`);
      if (result.value.kind !== 'done') status = Math.max(status, 1);
    }
  }
  return status;
}
