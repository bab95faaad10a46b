import { GetSubscriptionAttributesCommand, type Subscription } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { discoverMessaging } from '../../account/observe/discover.ts';
import type { BareFunction } from '../../account/observe/function.ts';
import { findPlace, nameOfArn, type Place } from '../../account/observe/place.ts';
import type { QueuePlace } from '../../account/observe/queue.ts';
import { makeReaders, type Readers } from '../../account/observe/readers.ts';
import { readStack } from '../../account/observe/stack.ts';
import { type Seen, see } from '../../account/seen.ts';
import type { Aws } from '../../aws/clients.ts';
import { optional, required } from './could-not-look.ts';
import { ambiguousTopic, noDeadLetterQueue, noQueues, noSuchQueue } from './not-found.ts';
import { parseRedrivePolicy } from './redrive-policy.ts';

/** A dead-letter queue and the queues that it belongs to. */
export interface DeadLetterQueue extends QueuePlace {
  arn: string;
  /** At least one queue. Several queues can share a dead-letter queue. */
  sources: readonly Source[];
}

/** A queue of the pipeline with the function that it triggers. */
export interface Source extends QueuePlace {
  arn: string;
  visibilityTimeoutSeconds: number;
  /** Receives after which SQS moves a message to the dead-letter queue. Null when only SNS sends messages there. */
  maxReceiveCount: number | null;
  /** Undefined when the queue triggers no function. */
  worker: BareFunction | undefined;
}

export interface FoundQueues {
  place: Place;
  deadLetterQueues: readonly DeadLetterQueue[];
  /** A sentence for each queue of the lab without a dead-letter queue. */
  notes: readonly string[];
}

/** The options that choose the queues. */
export interface Given {
  stack?: string;
  topic?: string;
  /** Name, URL or ARN of a queue or of its dead-letter queue. */
  queue?: string;
}

/**
 * Finds the dead-letter queues. The redrive policies of the lab's queues and of their subscriptions name them.
 * @throws Failure when AWS cannot be read, when there are several labs, or when there is no dead-letter queue.
 */
export async function findDeadLetterQueues(aws: Aws, given: Given): Promise<FoundQueues> {
  const place = required(await findPlace(aws), 'the account');
  const readers = makeReaders(aws, place.region);
  const links = await findLinks(aws, place, readers, given);
  const found = await groupByTarget(readers, links);
  if (found.deadLetterQueues.length === 0) throw noDeadLetterQueue(found.notes);
  return { place, ...found };
}

/** A queue of the pipeline, and the ARNs of the dead-letter queues of the queue and of its subscription. */
interface Link {
  source: Source;
  targets: readonly string[];
}

async function findLinks(aws: Aws, place: Place, readers: Readers, given: Given): Promise<Link[]> {
  const stack =
    given.stack === undefined ? undefined : required(await readStack(aws, given.stack), 'the stack');
  const { topic, both } = await discoverMessaging(place, readers, { stack, topic: given.topic });
  const ends = Object.values(await both);
  const topicArn = optional(topic, 'the topic');
  const subscriptions =
    topicArn === undefined
      ? []
      : required(await readers.topics.subscriptions(topicArn), "the topic's subscriptions");
  const queues = ends.flatMap(({ queue }) => optional(queue, 'the queues') ?? []);
  const links = await Promise.all(queues.map((queue) => readLink(aws, readers, queue, subscriptions)));
  if (given.queue === undefined) {
    if (links.length > 0) return links;
    throw topic.kind === 'ambiguous' ? ambiguousTopic(topic.candidates) : noQueues(place);
  }
  const name = nameOfArn(given.queue);
  const named = links.filter(({ source, targets }) => [source.arn, ...targets].map(nameOfArn).includes(name));
  return named.length > 0 ? named : [await readOther(aws, readers, name, place)];
}

/** Reads a queue that is not connected to the lab's topic. */
async function readOther(aws: Aws, readers: Readers, name: string, place: Place): Promise<Link> {
  const queue = optional(await readers.queue(name), `the queue '${name}'`);
  if (queue === undefined) throw noSuchQueue(name, place);
  return readLink(aws, readers, queue, []);
}

async function readLink(
  aws: Aws,
  readers: Readers,
  queue: QueuePlace,
  subscriptions: readonly Subscription[],
): Promise<Link> {
  const attributes = required(await readAttributes(aws, queue), `the queue '${queue.name}'`);
  const { QueueArn: arn = '', VisibilityTimeout = '30', RedrivePolicy } = attributes;
  const own = parseRedrivePolicy(RedrivePolicy);
  const ofSubscriptions = await Promise.all(
    subscriptions
      .filter(({ Protocol, Endpoint }) => Protocol === 'sqs' && Endpoint === arn)
      .map(async ({ SubscriptionArn = '' }) => subscriptionTarget(aws, SubscriptionArn)),
  );
  const source = {
    ...queue,
    arn,
    visibilityTimeoutSeconds: Number(VisibilityTimeout),
    maxReceiveCount: own?.maxReceiveCount ?? null,
    worker: await workerOf(readers, arn),
  };
  const targets = [own?.deadLetterTargetArn, ...ofSubscriptions].filter((target) => target !== undefined);
  return { source, targets: [...new Set(targets)] };
}

function readAttributes({ sqs }: Aws, { url }: QueuePlace): Promise<Seen<Record<string, string>>> {
  return see('sqs:GetQueueAttributes', async () => {
    const command = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] });
    return (await sqs.send(command)).Attributes;
  });
}

async function subscriptionTarget({ sns }: Aws, SubscriptionArn: string): Promise<string | undefined> {
  const seen = await see('sns:GetSubscriptionAttributes', async () => {
    return (await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))).Attributes;
  });
  return parseRedrivePolicy(required(seen, 'a subscription').RedrivePolicy)?.deadLetterTargetArn;
}

/** Finds the function by its trigger. Its name does not help, because triggers can be swapped. */
async function workerOf(readers: Readers, queueArn: string): Promise<BareFunction | undefined> {
  const [name] = required(await readers.triggeredBy(queueArn), 'the triggers');
  return name === undefined ? undefined : optional(await readers.lambda(name), `the function '${name}'`);
}

async function groupByTarget(readers: Readers, links: readonly Link[]): Promise<Omit<FoundQueues, 'place'>> {
  const notes = links
    .filter(({ targets }) => targets.length === 0)
    .map(({ source }) => `${source.name} has no dead-letter queue. Messages that keep failing are lost.`);
  const arns = new Set(links.flatMap(({ targets }) => targets));
  const deadLetterQueues: DeadLetterQueue[] = [];
  for (const arn of arns) {
    const sources = links.filter(({ targets }) => targets.includes(arn)).map(({ source }) => source);
    const name = nameOfArn(arn);
    const queue = optional(await readers.queue(name), `the dead-letter queue '${name}'`);
    if (queue !== undefined) deadLetterQueues.push({ ...queue, arn, sources });
    else
      notes.push(
        `The redrive policy of ${sources.map((source) => source.name).join(' and ')} names ${name}, but there is no such queue.`,
      );
  }
  return { deadLetterQueues, notes };
}
