/** Whether messages can be lost, and whether empty receives cost money. */

import type { Facts } from '../../account/facts.ts';
import { foundIn } from '../../account/seen.ts';
import type { Advice } from '../step.ts';
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

/** A dead-letter queue that was deleted later does not count. */
function adviseDeadLetterQueues({ queues, production }: Looked): Advice[] {
  const without = namesOf(
    queues,
    ({ deadLetters }, end) =>
      deadLetters === null || (deadLetters && production.deadLetterQueues[end].kind === 'absent'),
  );
  return adviseOn(without, (names) => ({
    id: 'dead-letter-queue',
    title: `No dead-letter queue: ${names}`,
    why: 'The function retries a failing picture until the message expires. Then the message is deleted, and no error is reported anywhere.',
    how: "Create a standard queue, and choose it under the queue's Dead-letter queue, with 5 maximum receives.",
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
    title: `Messages become dead letters after fewer than ${FEWEST_TRIES} receives: ${names}`,
    why: 'While Lambda throttles the function, every receive counts as an attempt, so good pictures become dead letters.',
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
    title: `The subscription has no dead-letter queue: ${names}`,
    why: "When SNS cannot deliver a message, for example because somebody changed the queue's policy or key, the message is lost.",
    how: "Give the subscription a redrive policy with the queue's own dead-letter queue, and let the topic send to that queue.",
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
    title: `Dead letters do not outlive the messages of the queue: ${names}`,
    why: 'A message keeps its age when it becomes a dead letter. A message that waited for a long time expires before anybody looks.',
    how: 'Set the Message retention period of the dead-letter queue to 14 days.',
    anchor,
  }));
}

function adviseRedriveAllowPolicy({ production }: Looked): Advice[] {
  const open = namesOf(production.deadLetterQueues, ({ allows }) => allows === 'all');
  return adviseOn(open, (names) => ({
    id: 'redrive-allow-policy',
    title: `Any queue can use the dead-letter queue: ${names}`,
    why: "Another queue's dead letters would be moved back to the wrong queue.",
    how: 'Set Redrive allow policy → By queue, and name the one queue that it belongs to.',
    anchor,
  }));
}

/** Lambda always uses long polling. This advice is for other readers of the queue. */
function adviseLongPolling({ queues }: Facts): Advice[] {
  const short = namesOf(queues, ({ waitSeconds }) => waitSeconds === 0);
  return adviseOn(short, (names) => ({
    id: 'long-polling',
    title: `Short polling is on: ${names}`,
    why: 'A script or a colleague that receives from the queue can get empty responses although it has messages, and each response is billed.',
    how: "Set the queue's Receive message wait time to 20 s.",
  }));
}
