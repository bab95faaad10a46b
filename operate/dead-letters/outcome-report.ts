import { styleText } from 'node:util';
import wrapAnsi from 'wrap-ansi';
import type { DeadLetterQueue } from './dead-letter-queues.ts';
import type { Outcome } from './follow.ts';
import { countMessages, renderQueue } from './listing-report.ts';
import { explainFailure } from './move-task.ts';

/** Describes what happened to the messages of a queue, for a terminal with 80 columns. */
export function renderOutcome(queue: DeadLetterQueue, outcome: Outcome): string {
  const sign = outcome.kind === 'done' ? styleText('green', '✓') : styleText('red', '✗');
  const text = wrapAnsi(`${sign} ${inWords(queue, outcome)}`, 80);
  return outcome.kind === 'came-back' ? `${text}\n\n${renderQueue(outcome.listed, Date.now())}` : text;
}

function inWords({ name, sources }: DeadLetterQueue, outcome: Outcome): string {
  const to = sources.map((source) => source.name).join(' and ');
  const moved = `Moved ${countMessages(outcome.moved)} from ${name} to ${to}`;
  switch (outcome.kind) {
    case 'done':
      return `${moved}. All were processed.`;
    case 'came-back': {
      const count = outcome.listed.letters.length;
      return `${moved}. ${name} now holds ${countMessages(count)}: the cause is not fixed, or there is another one.`;
    }
    case 'waiting':
      return `${moved}. ${to} still holds ${countMessages(outcome.left)}, which can include new uploads. To see later whether a message came back: npm run dead-letters`;
    case 'failed':
      return `The move failed. ${moved}. The others are still in ${name}. ${explainFailure(outcome.reason)}.`;
    case 'cancelled':
      return `The move was cancelled. ${moved} (approximately). The others are still in ${name}.`;
  }
}
