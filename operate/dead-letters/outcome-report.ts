import { styleText } from 'node:util';
import wrapAnsi from 'wrap-ansi';
import type { DeadLetterQueue } from './dead-letter-queues.ts';
import type { Outcome } from './follow.ts';
import { countMessages, renderQueue } from './listing-report.ts';
import { explainFailure } from './move-task.ts';

/** What became of a queue's messages, for a terminal of 80 columns. */
export function renderOutcome(queue: DeadLetterQueue, outcome: Outcome): string {
  const sign = outcome.kind === 'done' ? styleText('green', '✓') : styleText('red', '✗');
  const text = wrapAnsi(`${sign} ${inWords(queue, outcome)}`, 80);
  return outcome.kind === 'came-back' ? `${text}\n\n${renderQueue(outcome.listed, Date.now())}` : text;
}

function inWords({ name, sources }: DeadLetterQueue, outcome: Outcome): string {
  const to = sources.map((source) => source.name).join(' and ');
  const moved = `${outcome.moved} moved from ${name} to ${to}`;
  switch (outcome.kind) {
    case 'done':
      return `${moved}, and all done with.`;
    case 'came-back': {
      const count = outcome.listed.letters.length;
      return `${moved}. ${count} ${count === 1 ? 'lies' : 'lie'} in ${name} now: the cause is not mended, or another one.`;
    }
    case 'waiting':
      return `${moved}. ${to} has ${countMessages(outcome.left)} in work still; new uploads may be among them. npm run dead-letters tells later whether any came back.`;
    case 'failed':
      return `SQS has stopped moving ${name}. ${moved}; the others lie there still. ${explainFailure(outcome.reason)}.`;
    case 'cancelled':
      return `The move was cancelled. ${moved} before that, approximately; the others lie there still.`;
  }
}
