/** Whether no message is lost, and none is read in vain. */
import type { Facts } from '../facts.ts';
import type { Advice } from '../step.ts';
import { foundIn } from '../tasks/found.ts';
import { adviseOn, type Looked, namesOf } from './production-advice.ts';

export function adviseOnMessages(facts: Looked): Advice[] {
  return [
    ...adviseDeadLetterQueues(facts),
    ...adviseMoreTries(facts),
    ...adviseSubscriptions(facts),
    ...adviseRetention(facts),
    ...adviseRedriveAllowPolicy(facts),
    ...adviseLongPolling(facts),
  ];
}

const anchor = 'dead-letter-queues';

/** One that was deleted since is none. */
function adviseDeadLetterQueues({ queues, production }: Looked): Advice[] {
  const without = namesOf(
    queues,
    ({ deadLetters }, end) =>
      deadLetters === null || (deadLetters && production.deadLetterQueues[end].kind === 'absent'),
  );
  return adviseOn(without, (names) => ({
    id: 'dead-letter-queue',
    title: `No dead-letter queue: ${names}`,
    why: 'A picture that fails is tried again and again, for as long as the queue keeps its message, and is then lost without a trace.',
    how: 'Make a standard queue for it, and name that under Dead-letter queue of the queue, with 5 receives.',
    anchor,
  }));
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-queueconfig */
const FEWEST_TRIES = 5;

function adviseMoreTries({ queues }: Facts): Advice[] {
  const hasty = namesOf(
    queues,
    ({ deadLetters }) => (deadLetters?.maxReceives ?? FEWEST_TRIES) < FEWEST_TRIES,
  );
  return adviseOn(hasty, (names) => ({
    id: 'few-tries',
    title: `Given up after fewer than ${FEWEST_TRIES} tries: ${names}`,
    why: 'While Lambda throttles the function, each receipt counts as a try: good pictures become dead letters.',
    how: `Set Maximum receives to ${FEWEST_TRIES} or more, as AWS recommends.`,
    anchor,
  }));
}

function adviseSubscriptions({ topic, queues }: Facts): Advice[] {
  const subscriptions = foundIn(topic)?.subscriptions ?? [];
  const without = namesOf(queues, ({ arn }) =>
    subscriptions.some(
      ({ endpoint, confirmed, deadLetterArn }) => endpoint === arn && confirmed && deadLetterArn === null,
    ),
  );
  return adviseOn(without, (names) => ({
    id: 'subscription-dead-letter-queue',
    title: `No dead-letter queue of the subscription: ${names}`,
    why: 'What SNS cannot deliver to a queue, because somebody changed its policy or its key, is lost.',
    how: "Give the subscription a redrive policy with the queue's own dead-letter queue, whose access policy lets the topic send.",
    anchor,
  }));
}

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html */
function adviseRetention({ queues, production }: Looked): Advice[] {
  const hasty = namesOf(
    production.deadLetterQueues,
    ({ retentionSeconds }, end) => retentionSeconds <= (foundIn(queues[end])?.retentionSeconds ?? 0),
  );
  return adviseOn(hasty, (names) => ({
    id: 'dead-letter-retention',
    title: `Dead letters are kept no longer than messages: ${names}`,
    why: 'A message keeps its age when it becomes a dead letter: one that waited for long is gone before somebody looks.',
    how: 'Set Message retention period of the dead-letter queue to 14 days.',
    anchor,
  }));
}

function adviseRedriveAllowPolicy({ production }: Looked): Advice[] {
  const open = namesOf(production.deadLetterQueues, ({ allows }) => allows === 'all');
  return adviseOn(open, (names) => ({
    id: 'redrive-allow-policy',
    title: `Every queue may use the dead-letter queue: ${names}`,
    why: "Another queue's messages among these go to the wrong place when they are moved back.",
    how: 'Set Redrive allow policy → By queue, and name the queue that it is for.',
    anchor,
  }));
}

/** Lambda asks for long polling by itself: this is for whoever else looks into the queue. */
function adviseLongPolling({ queues }: Facts): Advice[] {
  const short = namesOf(queues, ({ waitSeconds }) => waitSeconds === 0);
  return adviseOn(short, (names) => ({
    id: 'long-polling',
    title: `Short polling: ${names}`,
    why: 'Whoever looks into the queue beside Lambda, a script or a colleague, gets empty answers though messages are there, and each is billed.',
    how: 'Set Receive message wait time to 20 s.',
  }));
}
