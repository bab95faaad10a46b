/** `npm run dead-letters`: lists the messages in the dead-letter queues with the reasons. */
import { connect } from '../../account/connect.ts';
import { cleanTexts } from '../../cli/clean-text.mjs';
import { runCommand } from '../../cli/run-command.ts';
import { chosenAccount } from '../../local/chosen-account.ts';
import { asFailure } from './could-not-look.ts';
import { type DeadLetterList, listDeadLetters } from './list-dead-letters.ts';
import { listingAsJson } from './listing-json.ts';
import { renderListing } from './listing-report.ts';
import { LIST_USAGE, type ListOptions, parseListOptions } from './options.ts';

await runCommand({
  usage: LIST_USAGE,
  parse: parseListOptions,
  run: list,
  explain: (error, options) => asFailure(error, { local: false, ...options, command: 'dead-letters' }),
});

async function list(options: ListOptions, signal: AbortSignal): Promise<number> {
  const listed = await listDeadLetters(connect(await chosenAccount(options)), options, signal);
  // After Ctrl-C the list would be incomplete.
  if (signal.aborted) return 130;
  console.log(render(options, cleanTexts(listed)));
  return listed.queues.some(({ letters, about }) => letters.length + about > 0) ? 1 : 0;
}

function render({ format, local }: ListOptions, { found, queues }: DeadLetterList): string {
  const { place, notes } = found;
  if (format === 'json') return JSON.stringify(listingAsJson(place, queues, notes), null, 2);
  const isEmpty = queues.every(({ letters }) => letters.length === 0);
  const next = `When you have fixed the cause, run: npm run redrive${local ? ' -- --local' : ''}`;
  return [renderListing(queues, notes), ...(isEmpty ? [] : [next])].join('\n\n');
}
