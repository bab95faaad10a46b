import type {
  Facts,
  MessageArrival,
  QueueFacts,
  SubscriptionFacts,
  TopicFacts,
} from '../../account/facts.ts';
import { evaluatePolicy } from '../../account/policy/evaluate.ts';
import { foundIn } from '../../account/seen.ts';
import { labParts, queueSteps } from '../../lab/ends.ts';
import type { LabOutput } from '../../lab/output-names.ts';
import { taskPage } from '../../lab/task-page.ts';
import type { Advice, Finding, Step, Task } from '../step.ts';
import { heldBack } from './delivery-delay.ts';
import { absentUnless, fail, judge, notYet, pass, pending, unreadable, waits } from './found.ts';
import { invocationBy, invocationOf, journeyEnd } from './invocation-facts.ts';
import { snsSends, strangersAsk, whyNot } from './requests.ts';
import { withTopic } from './task-1.ts';

export const task21 = queueTask('thumbnail');
export const task22 = queueTask('mobile');

export const task23: Task = {
  id: '2.3',
  title: 'A test message arrives at both queues',
  optional: false,
  guide: taskPage('2.3'),
  steps: [arrivalStep('thumbnail'), arrivalStep('mobile')],
};

function queueTask(end: LabOutput): Task {
  const { queue, queueTask: id } = labParts[end];
  return {
    id,
    title: `SQS queue ${queue}`,
    optional: false,
    guide: taskPage(id),
    steps: [
      {
        id: `${id}.queue`,
        title: `${queue} exists and is a standard queue`,
        points: 2,
        needs: [],
        verify: ({ queues, region }) =>
          judge(queues[end], {
            what: `the queue ${queue}`,
            found: isStandard,
            absent: (near) =>
              absentUnless(near, {
                kind: 'queue',
                expected: queue,
                notYet: `no queue is named ${queue}. Look in SQS → Queues, in ${region}.`,
              }),
          }),
      },
      {
        id: `${id}.subscription`,
        title: 'The queue is subscribed to the topic',
        points: 4,
        needs: ['1.topic', '1.standard', `${id}.queue`],
        verify: (facts) => withQueue(facts, end, (queue, topic) => isSubscribed(queue, topic, facts, end)),
      },
      {
        id: `${id}.policy`,
        title: "The queue's access policy lets the topic send messages",
        points: 4,
        needs: ['1.topic', `${id}.queue`],
        verify: (facts) => withQueue(facts, end, (queue, topic) => letsIn(queue, topic, facts, end)),
      },
    ],
  };
}

function isStandard({ name, arn, fifo }: QueueFacts): Finding {
  return fifo
    ? fail(
        `${name} is a FIFO queue, but a standard topic delivers only to standard queues. The type of a queue cannot be changed.`,
        { arn, fifo },
      )
    : pass({ arn, fifo });
}

function withQueue(facts: Facts, end: LabOutput, found: (queue: QueueFacts, topic: TopicFacts) => Finding) {
  return withTopic(facts, (topic) =>
    judge(facts.queues[end], {
      what: `the queue ${labParts[end].queue}`,
      found: (queue) => found(queue, topic),
      absent: waits,
    }),
  );
}

function isSubscribed(queue: QueueFacts, topic: TopicFacts, facts: Facts, end: LabOutput): Finding {
  const toQueues = topic.subscriptions.filter(({ protocol }) => protocol === 'sqs');
  const subscribed = toQueues.filter(({ endpoint }) => endpoint === queue.arn);
  const evidence = { subscribed: toQueues.map(({ endpoint }) => endpoint) };
  if (subscribed.length === 0) {
    const hint = `${queue.name} is not subscribed to ${topic.name}.`;
    return toQueues.length === 0
      ? notYet(`${hint} ${SUBSCRIPTIONS}`, evidence)
      : fail(`${hint} ${those(toQueues, queue)} ${SUBSCRIPTIONS}`, evidence);
  }
  if (!subscribed.some(({ confirmed }) => confirmed)) {
    return fail(`The subscription of ${queue.name} is not confirmed. ${SUBSCRIPTIONS}`, evidence);
  }
  if (subscribed.every(stopsUploads) && invocationBy(queue, facts, end) === undefined) {
    const { filterPolicy, filterScope } = subscribed[0] ?? {};
    const why =
      filterScope === 'MessageBody'
        ? 'no upload matched it'
        : "S3's messages have no message attributes, so SNS delivers none of them";
    const hint = `The subscription of ${queue.name} has a filter policy (${JSON.stringify(filterPolicy)}), and ${why}. ${SUBSCRIPTIONS}`;
    return fail(hint, { ...evidence, filterPolicy });
  }
  return pass({ ...evidence, raw: subscribed.some(({ raw }) => raw) });
}

const SUBSCRIPTIONS = "See the topic's Subscriptions.";

/** A queue with the same name in another account or region is shown by its ARN. */
function those(subscriptions: readonly SubscriptionFacts[], { name: own }: QueueFacts): string {
  const names = subscriptions.map(({ endpoint }) => {
    const name = endpoint.split(':').at(-1);
    return name === own ? endpoint : name;
  });
  return `The topic delivers to ${[...new Set(names)].join(' and ')}.`;
}

/**
 * S3's messages have no message attributes, and no filter on attributes matches such a message, not even
 * `[{"exists": false}]`. A filter on the body is judged by what happens.
 * @see https://docs.aws.amazon.com/sns/latest/dg/attribute-key-matching.html
 */
function stopsUploads({ filterPolicy }: SubscriptionFacts): boolean {
  return typeof filterPolicy === 'object' && filterPolicy !== null && Object.keys(filterPolicy).length > 0;
}

function letsIn(queue: QueueFacts, topic: TopicFacts, facts: Facts, end: LabOutput): Finding {
  if (queue.kmsKey === 'alias/aws/sqs' || queue.kmsKey?.endsWith(':alias/aws/sqs')) {
    const hint = `${queue.name} is encrypted with alias/aws/sqs. SNS is not allowed to use that key, so its messages are lost. See the queue's Encryption.`;
    return fail(hint, { kmsKey: queue.kmsKey });
  }
  const request = snsSends(queue.arn, topic.arn);
  const decision = evaluatePolicy(queue.policy, request);
  if (decision.decision === 'allow' || arrivesByAccount(queue, topic, facts, end)) {
    return { verdict: 'pass', evidence: { decision }, advice: adviseIfOpen(queue) };
  }
  const hint = `${topic.name} is not allowed to send messages to ${queue.name}. ${whyNot(decision, request)} See the queue's Access policy.`;
  return fail(hint, { decision });
}

/** SNS does not document `aws:SourceAccount` here. A policy that requires it is right when a message did arrive. */
function arrivesByAccount(queue: QueueFacts, topic: TopicFacts, facts: Facts, end: LabOutput): boolean {
  const { decision } = evaluatePolicy(queue.policy, snsSends(queue.arn, topic.arn, facts.account));
  return decision === 'allow' && foundIn(facts.message)?.arrivals[end].kind === 'arrived';
}

function adviseIfOpen({ name, arn, policy }: QueueFacts): Advice[] {
  const open = strangersAsk('sqs:SendMessage', arn).some(
    (request) => evaluatePolicy(policy, request).decision === 'allow',
  );
  if (!open) return [];
  return [
    {
      id: `open-queue-${name}`,
      title: `Anyone can send messages to ${name}`,
      why: 'A stranger can fill the queue, and the function then runs at your cost.',
      how: "Add a condition to the queue's access policy: aws:SourceArn must be the ARN of the topic.",
    },
  ];
}

function arrivalStep(end: LabOutput): Step {
  const { queue } = labParts[end];
  return {
    id: `2.3.${end}`,
    title: `A test message arrives at ${queue}`,
    points: 2.5,
    needs: (facts) => [...queueSteps(end), ...consumerSteps(facts, end)],
    verify: (facts) => (facts.mode === 'probe' ? hasArrived(facts, end) : hasArrivedBefore(facts, end)),
  };
}

/**
 * A function can receive a message and leave no trace of it: when it cannot run or write its log, when its trigger is wrong,
 * or when it is not the only consumer of the queue.
 */
function consumerSteps({ functions }: Facts, end: LabOutput): string[] {
  const { functionTask, triggerTask } = labParts[end];
  return foundIn(functions[end])?.triggers.length
    ? [`${functionTask}.function`, `${functionTask}.role`, `${triggerTask}.trigger`, `${triggerTask}.alone`]
    : [];
}

function hasArrived(facts: Facts, end: LabOutput): Finding {
  return judge(facts.message, {
    what: 'the test message',
    found: ({ arrivals }) => arrival(arrivals[end], facts, end),
    absent: waits,
  });
}

function arrival(seen: MessageArrival, facts: Facts, end: LabOutput): Finding {
  const { queue } = labParts[end];
  switch (seen.kind) {
    case 'arrived':
      return pass({ where: seen.where, milliseconds: seen.milliseconds });
    case 'missing':
      return notSeen(seen.waitedMs, facts, end);
    case 'unreadable':
      return unreadable(queue, seen.trouble);
  }
}

function notSeen(waitedMs: number, facts: Facts, end: LabOutput): Finding {
  const { queue } = labParts[end];
  const within = `A test message to the topic did not arrive at ${queue} within ${Math.round(waitedMs / 1000)} s`;
  const late = heldBack(facts, end, waitedMs);
  if (late !== undefined) return fail(`${within}. ${late}`);
  if (isFiltered(facts, end)) {
    return fail(
      `${within}. The subscription of ${queue} has a filter policy, which the message does not match. ${SUBSCRIPTIONS}`,
    );
  }
  // Without a log the message cannot be seen, but the picture's output shows that messages do arrive.
  const output = journeyEnd(facts, end)?.output;
  if (output?.kind === 'found') return pass({ where: 'output' });
  return pending(
    `${within}, although every setting looks right. Some changes in AWS take a minute or two, so grade again in a minute. If the message is still missing then, look at the metrics of ${queue} and at the log of the function that receives from it.`,
    {
      waitedMs,
    },
  );
}

function isFiltered(facts: Facts, end: LabOutput): boolean {
  const queue = foundIn(facts.queues[end]);
  const subscriptions = foundIn(facts.topic)?.subscriptions ?? [];
  return subscriptions.some(({ endpoint, filterPolicy }) => endpoint === queue?.arn && filterPolicy !== null);
}

/** Read-only, nothing is published. A message that came through the queue earlier proves the same. */
function hasArrivedBefore(facts: Facts, end: LabOutput): Finding {
  const messages = foundIn(facts.queues[end])?.messages ?? 0;
  if (messages > 0) return pass({ where: 'queue', messages });
  if (invocationOf(facts, end) !== undefined) return pass({ where: 'log' });
  return {
    verdict: 'skipped',
    hint: 'In read-only mode the grader publishes no test message, and it found no earlier message.',
    evidence: { messages },
  };
}
