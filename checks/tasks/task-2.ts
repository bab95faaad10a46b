import type { End, Facts, MessageArrival, QueueFacts, SubscriptionFacts, TopicFacts } from '../facts.ts';
import { evaluatePolicy } from '../policy/evaluate.ts';
import type { Advice, Finding, Step, Task } from '../step.ts';
import { heldBack } from './delivery-delay.ts';
import { endNames, queueSteps } from './ends.ts';
import { absentUnless, fail, foundIn, judge, notYet, pass, pending, unreadable, waits } from './found.ts';
import { invocationOf, journeyEnd } from './journey.ts';
import { snsSends, strangersAsk, whyNot } from './requests.ts';
import { withTopic } from './task-1.ts';

export const task21 = queueTask('thumbnail');
export const task22 = queueTask('mobile');

export const task23: Task = {
  id: '2.3',
  title: 'A message to the topic arrives at both queues',
  optional: false,
  guide: 'lab/README.md#task-23',
  steps: [arrivalStep('thumbnail'), arrivalStep('mobile')],
};

function queueTask(end: End): Task {
  const { queue, queueTask: id } = endNames[end];
  return {
    id,
    title: `The queue ${queue}, subscribed to the topic`,
    optional: false,
    guide: `lab/README.md#task-${id.replace('.', '')}`,
    steps: [
      {
        id: `${id}.queue`,
        title: `A standard queue ${queue}`,
        points: 2,
        needs: [],
        verify: ({ queues }) =>
          judge(queues[end], {
            what: `the queue ${queue}`,
            found: isStandard,
            absent: (near) =>
              absentUnless(near, `queue '${queue}'`, `there is no queue '${queue}'. Queues are made in SQS.`),
          }),
      },
      {
        id: `${id}.subscription`,
        title: 'Subscribed to the topic',
        points: 4,
        needs: ['1.topic', '1.standard', `${id}.queue`],
        verify: (facts) => withQueue(facts, end, (queue, topic) => isSubscribed(queue, topic, facts, end)),
      },
      {
        id: `${id}.policy`,
        title: "Its access policy lets the topic's messages in",
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
        `${name} is a FIFO queue, and a standard topic delivers to standard queues only. A queue keeps its type for life.`,
        { arn, fifo },
      )
    : pass({ arn, fifo });
}

function withQueue(facts: Facts, end: End, found: (queue: QueueFacts, topic: TopicFacts) => Finding) {
  return withTopic(facts, (topic) =>
    judge(facts.queues[end], {
      what: `the queue ${endNames[end].queue}`,
      found: (queue) => found(queue, topic),
      absent: waits,
    }),
  );
}

function isSubscribed(queue: QueueFacts, topic: TopicFacts, facts: Facts, end: End): Finding {
  const toQueues = topic.subscriptions.filter(({ protocol }) => protocol === 'sqs');
  const subscribed = toQueues.filter(({ endpoint }) => endpoint === queue.arn);
  const evidence = { subscribed: toQueues.map(({ endpoint }) => endpoint) };
  if (subscribed.length === 0) {
    const hint = `${queue.name} is not among the subscriptions of ${topic.name}.`;
    return toQueues.length === 0 ? notYet(hint, evidence) : fail(`${hint} ${those(toQueues)}`, evidence);
  }
  if (!subscribed.some(({ confirmed }) => confirmed)) {
    return fail(`The subscription of ${queue.name} waits for its confirmation.`, evidence);
  }
  if (subscribed.every(stopsUploads) && invocationOf(facts, end) === undefined) {
    const { filterPolicy, filterScope } = subscribed[0] ?? {};
    const why =
      filterScope === 'MessageBody'
        ? 'no upload got through it'
        : 'it holds back what S3 sends, which has no message attributes';
    const hint = `The subscription of ${queue.name} has a filter policy (${JSON.stringify(filterPolicy)}), and ${why}.`;
    return fail(hint, { ...evidence, filterPolicy });
  }
  return pass({ ...evidence, raw: subscribed.some(({ raw }) => raw) });
}

function those(subscriptions: readonly SubscriptionFacts[]): string {
  const names = [...new Set(subscriptions.map(({ endpoint }) => endpoint.split(':').at(-1)))];
  return `Subscribed ${names.length === 1 ? 'is' : 'are'} ${names.join(' and ')}.`;
}

/**
 * What S3 sends has no message attributes, and no filter of attributes lets such a message through, not even
 * `[{"exists": false}]`. A filter of the body is judged by what happens.
 * @see https://docs.aws.amazon.com/sns/latest/dg/attribute-key-matching.html
 */
function stopsUploads({ filterPolicy }: SubscriptionFacts): boolean {
  return typeof filterPolicy === 'object' && filterPolicy !== null && Object.keys(filterPolicy).length > 0;
}

function letsIn(queue: QueueFacts, topic: TopicFacts, facts: Facts, end: End): Finding {
  if (queue.kmsKey === 'alias/aws/sqs' || queue.kmsKey?.endsWith(':alias/aws/sqs')) {
    const hint = `${queue.name} is encrypted with AWS's own key for SQS, which SNS may not use: its messages are lost. See the queue's Encryption.`;
    return fail(hint, { kmsKey: queue.kmsKey });
  }
  const decision = evaluatePolicy(queue.policy, snsSends(queue.arn, topic.arn));
  if (decision.decision === 'allow' || arrivesByAccount(queue, topic, facts, end)) {
    return { verdict: 'pass', evidence: { decision }, advice: adviseIfOpen(queue) };
  }
  const hint = `The access policy of ${queue.name} does not let ${topic.name} send messages to it: ${whyNot(decision)}.`;
  return fail(hint, { decision });
}

/** SNS documents no `aws:SourceAccount` here: a policy that demands it is right when a message did arrive. */
function arrivesByAccount(queue: QueueFacts, topic: TopicFacts, facts: Facts, end: End): boolean {
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
      title: `Everyone may send messages to ${name}`,
      why: 'A stranger can fill it, and the function runs at your cost.',
      how: "Limit the statement in the queue's access policy to the topic, by aws:SourceArn.",
    },
  ];
}

function arrivalStep(end: End): Step {
  const { queue } = endNames[end];
  return {
    id: `2.3.${end}`,
    title: `It arrives at ${queue}`,
    points: 2.5,
    needs: (facts) => [...queueSteps(end), ...consumerSteps(facts, end)],
    verify: (facts) => (facts.mode === 'probe' ? hasArrived(facts, end) : hasArrivedBefore(facts, end)),
  };
}

/** A consumer that is switched off, or has a wrong trigger, can take a message and leave no trace of it. */
function consumerSteps({ functions }: Facts, end: End): string[] {
  const { functionTask, triggerTask } = endNames[end];
  return foundIn(functions[end])?.triggers.length
    ? [`${functionTask}.function`, `${triggerTask}.trigger`]
    : [];
}

function hasArrived(facts: Facts, end: End): Finding {
  return judge(facts.message, {
    what: 'the test message',
    found: ({ arrivals }) => arrival(arrivals[end], facts, end),
    absent: waits,
  });
}

function arrival(seen: MessageArrival, facts: Facts, end: End): Finding {
  const { queue } = endNames[end];
  switch (seen.kind) {
    case 'arrived':
      return pass({ where: seen.where, milliseconds: seen.milliseconds });
    case 'missing':
      return notSeen(seen.waitedMs, facts, end);
    case 'unreadable':
      return unreadable(queue, seen.trouble);
  }
}

function notSeen(waitedMs: number, facts: Facts, end: End): Finding {
  const { queue } = endNames[end];
  const within = `A test message to the topic was not seen at ${queue} within ${Math.round(waitedMs / 1000)} s`;
  const late = heldBack(facts, end, waitedMs);
  if (late !== undefined) return fail(`${within}: ${late}`);
  if (isFiltered(facts, end)) {
    return fail(`${within}: the subscription of ${queue} has a filter policy, which holds it back.`);
  }
  // A function that may not write its log hides the message, and not what came of the next one.
  const output = journeyEnd(facts, end)?.output;
  if (output?.kind === 'found') return pass({ where: 'output' });
  return pending(`${within}, though nothing seems wrong. Changes take a while: grade again in a minute.`, {
    waitedMs,
  });
}

function isFiltered(facts: Facts, end: End): boolean {
  const queue = foundIn(facts.queues[end]);
  const subscriptions = foundIn(facts.topic)?.subscriptions ?? [];
  return subscriptions.some(({ endpoint, filterPolicy }) => endpoint === queue?.arn && filterPolicy !== null);
}

/** Without leave to publish: what came through the queue before tells as much. */
function hasArrivedBefore(facts: Facts, end: End): Finding {
  const messages = foundIn(facts.queues[end])?.messages ?? 0;
  if (messages > 0) return pass({ where: 'queue', messages });
  if (invocationOf(facts, end) !== undefined) return pass({ where: 'log' });
  return {
    verdict: 'skipped',
    hint: 'Read-only: no test message is published, and none from before is to be seen.',
    evidence: { messages },
  };
}
