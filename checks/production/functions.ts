/** How the functions take their messages, and what can be seen of their work. */
import type { Facts, FunctionFacts, TriggerFacts } from '../facts.ts';
import type { Advice } from '../step.ts';
import { foundIn } from '../tasks/found.ts';
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
 * For a batch of one message too: our own functions throw nothing, and only say what failed.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
function advisePartialResponses({ functions }: Facts): Advice[] {
  const deaf = namesOf(
    functions,
    someTrigger(({ partialResponses }) => !partialResponses),
  );
  return adviseOn(deaf, (names) => ({
    id: 'partial-batch-responses',
    title: `Failed messages may count as done: ${names}`,
    why: "Without Report batch item failures Lambda does not hear which messages failed. This project's functions throw nothing, and only answer with these: Lambda takes them for done, and their pictures are lost, without a retry or a dead letter. A function that throws fails its whole batch.",
    how: 'Edit the trigger, and tick Report batch item failures.',
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
    title: `No maximum concurrency of the trigger: ${names}`,
    why: 'A flood of uploads takes all of the concurrency that the account has, and what is throttled too often becomes a dead letter.',
    how: 'Set Maximum concurrency of the trigger, to 5 for instance: what is beyond waits in the queue.',
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
    title: `Logs are kept for ever: ${names}`,
    why: 'They are billed for every month that they lie there, and hold the names of all pictures.',
    how: 'Set Retention of the log group, to 30 days for instance.',
    anchor: 'logs',
  }));
}

function adviseTracing({ functions }: Facts): Advice[] {
  const untraced = namesOf(functions, ({ tracing }) => tracing === false);
  return adviseOn(untraced, (names) => ({
    id: 'tracing',
    title: `No tracing: ${names}`,
    why: 'When a picture takes long, nobody can see whether S3 or the resizing did.',
    how: 'Switch on Active tracing under Configuration → Monitoring and operations tools.',
    anchor: 'tracing',
  }));
}
