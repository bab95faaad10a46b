/** `npm run dead-letters`: what lies in the dead-letter queues, and why. */
import { connect } from '../../checks/aws.ts';
import { chosenAccount } from '../../checks/chosen-account.ts';
import { narrate } from '../../checks/narration.ts';
import { whenAskedToEnd } from '../../local/set-up/ending.mjs';
import { reportFailure } from '../../local/set-up/failure.mjs';
import { asFailure } from './could-not-look.ts';
import { type FoundQueues, findDeadLetterQueues } from './dead-letter-queues.ts';
import { type ListedQueue, listQueue } from './listing.ts';
import { listingAsJson } from './listing-json.ts';
import { renderListing } from './listing-report.ts';
import { LIST_USAGE, type ListOptions, parseListOptions } from './options.ts';

const COULD_NOT_LOOK = 2;

const ending = new AbortController();
whenAskedToEnd(() => ending.abort());

await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<void> {
  const asked: { local: boolean; profile?: string } = { local: false };
  try {
    const options = parseListOptions(args);
    if (options.help) return console.log(LIST_USAGE);
    await list(Object.assign(asked, options));
  } catch (error) {
    reportFailure(asFailure(error, { ...asked, command: 'dead-letters' }));
    process.exitCode = COULD_NOT_LOOK;
  }
}

async function list(options: ListOptions): Promise<void> {
  const aws = connect(await chosenAccount(options));
  const look = async (say: (line: string) => void) => {
    say('looks for the dead-letter queues');
    const found = await findDeadLetterQueues(aws, options);
    say('looks at what lies there, and reads the logs');
    const queues = await Promise.all(
      found.deadLetterQueues.map((queue) => listQueue(aws, queue, ending.signal)),
    );
    return { found, queues };
  };
  const { found, queues } = await narrate('Look at the dead-letter queues', look);
  // What was seen until Ctrl-C is not all, and its end says so.
  if (ending.signal.aborted) {
    process.exitCode = 130;
    return;
  }
  console.log(render(options, found, queues));
  if (queues.some(({ letters, about }) => letters.length + about > 0)) process.exitCode = 1;
}

function render(
  { format, local }: ListOptions,
  { place, notes }: FoundQueues,
  queues: readonly ListedQueue[],
): string {
  if (format === 'json') return JSON.stringify(listingAsJson(place, queues, notes), null, 2);
  const isEmpty = queues.every(({ letters }) => letters.length === 0);
  const next = `Once the cause is mended, this moves all of it back: npm run redrive${local ? ' -- --local' : ''}`;
  return [renderListing(queues, notes), ...(isEmpty ? [] : [next])].join('\n\n');
}
