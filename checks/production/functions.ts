/** How the functions receive their messages, and what shows how they work. */

import type { Facts, FunctionFacts, TriggerFacts } from '../../account/facts.ts';
import { foundIn } from '../../account/seen.ts';
import type { Advice } from '../step.ts';
import { adviseOn, type Looked, namesOf } from './production-advice.ts';

export function adviseOnFunctions(facts: Looked): Advice[] {
  return [
    ...advisePartialResponses(facts),
    ...adviseMaximumConcurrency(facts),
    ...adviseLogRetention(facts),
    ...adviseTracing(facts),
  ];
}

/**
 * This matters for batches of one message too: this project's functions do not throw, but return what failed.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
function advisePartialResponses({ functions }: Facts): Advice[] {
  const deaf = namesOf(
    functions,
    someTrigger(({ partialResponses }) => !partialResponses),
  );
  return adviseOn(deaf, (names) => ({
    id: 'partial-batch-responses',
    title: `Lambda may delete messages that failed: ${names}`,
    why: "Without Report batch item failures, Lambda ignores the list of failed messages that a function returns. This project's functions do not throw, so Lambda deletes their failed messages. A short failure of S3 then loses the picture, without a retry or a dead letter. A function that throws fails its whole batch.",
    how: 'Edit the trigger, and select Report batch item failures.',
    anchor: 'dead-letter-queues',
  }));
}

function adviseMaximumConcurrency({ functions }: Facts): Advice[] {
  const unlimited = namesOf(
    functions,
    someTrigger(({ maximumConcurrency }) => maximumConcurrency === null),
  );
  return adviseOn(unlimited, (names) => ({
    id: 'maximum-concurrency',
    title: `The trigger has no maximum concurrency: ${names}`,
    why: "A flood of uploads can use all of the account's concurrency. Messages that are throttled too often become dead letters.",
    how: "Set the trigger's Maximum concurrency, for example to 5. Further messages wait in the queue.",
    anchor: 'concurrency',
  }));
}

function someTrigger(is: (trigger: TriggerFacts) => boolean): (found: FunctionFacts) => boolean {
  return ({ triggers }) => triggers.some(is);
}

function adviseLogRetention({ functions, production }: Looked): Advice[] {
  const endless = namesOf(functions, (_, end) => foundIn(production.logGroups[end])?.retentionDays === null);
  return adviseOn(endless, (names) => ({
    id: 'log-retention',
    title: `Logs never expire: ${names}`,
    why: 'Logs are billed for every month that they are kept, and they contain the names of all pictures.',
    how: 'Set the Retention of the log group, for example to 30 days.',
    anchor: 'logs',
  }));
}

function adviseTracing({ functions }: Facts): Advice[] {
  const untraced = namesOf(functions, ({ tracing }) => tracing === false);
  return adviseOn(untraced, (names) => ({
    id: 'tracing',
    title: `Tracing is off: ${names}`,
    why: 'X-Ray records how long a sample of the invocations took, and how much of that was the cold start. Without it, slow invocations can be found only by searching the logs.',
    how: 'Turn on Active tracing under Configuration → Monitoring and operations tools.',
    anchor: 'tracing',
  }));
}
