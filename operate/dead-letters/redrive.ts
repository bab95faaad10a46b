/** `npm run redrive`: moves the messages in the dead-letter queues back and follows them. */
import wrapAnsi from 'wrap-ansi';
import { connect } from '../../account/connect.ts';
import { cleanText, cleanTexts } from '../../cli/clean-text.mjs';
import { reportFailure } from '../../cli/failure.mjs';
import { narrate } from '../../cli/narration.ts';
import { COMMAND_FAILED, runCommand } from '../../cli/run-command.ts';
import { chosenAccount } from '../../local/chosen-account.ts';
import { confirmRedrive } from './confirm-redrive.ts';
import { asFailure } from './could-not-look.ts';
import { listDeadLetters } from './list-dead-letters.ts';
import { countMessages, renderListing } from './listing-report.ts';
import { moveBack } from './move-back.ts';
import { parseRedriveOptions, REDRIVE_USAGE, type RedriveOptions } from './options.ts';
import { renderOutcome } from './outcome-report.ts';

await runCommand({ usage: REDRIVE_USAGE, parse: parseRedriveOptions, run: redrive, explain });

function explain(error: unknown, options?: RedriveOptions): unknown {
  return asFailure(error, { local: false, ...options, command: 'redrive' });
}

async function redrive(options: RedriveOptions, signal: AbortSignal): Promise<number> {
  const account = await chosenAccount(options);
  const aws = connect(account);
  const { found, queues } = await listDeadLetters(aws, options, signal);
  console.log(renderListing(cleanTexts(queues), cleanTexts(found.notes)));
  const full = queues.filter(({ letters }) => letters.length > 0);
  if (full.length === 0) return 0;
  if (!options.yes && !(await confirmRedrive(full, process.argv.slice(2), signal))) {
    console.log('\nNothing was moved.');
    return signal.aborted ? 130 : 1;
  }
  const count = full.reduce((sum, { letters }) => sum + letters.length, 0);
  const title = `Move ${countMessages(count)} back and follow ${count === 1 ? 'it' : 'them'}`;
  const targets = full.map(({ queue }) => queue);
  const { rate, timeout } = options;
  const moved = await narrate(title, (say) =>
    moveBack(aws, targets, { endpoint: account.endpoint, rate, timeout, say, signal }),
  );
  for (const note of moved.notes) console.log(wrapAnsi(`\n${cleanText(note)}`, 80));
  const statuses = moved.results.map((result, index) => report(targets[index], result, options));
  return signal.aborted ? 130 : Math.max(...statuses);
}

type Results = Awaited<ReturnType<typeof moveBack>>['results'];

/** Prints what happened to a queue. @returns its exit status. */
function report(
  queue: Parameters<typeof renderOutcome>[0] | undefined,
  result: Results[number],
  options: RedriveOptions,
): number {
  if (result.status === 'rejected') {
    reportFailure(explain(result.reason, options));
    return COMMAND_FAILED;
  }
  if (queue !== undefined) console.log(`\n${renderOutcome(cleanTexts(queue), cleanTexts(result.value))}`);
  return result.value.kind === 'done' ? 0 : 1;
}
