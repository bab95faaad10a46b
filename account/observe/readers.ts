import type { Aws } from '../../aws/clients.ts';
import type { ConsumerFacts, TriggerFacts } from '../facts.ts';
import { follow, found, foundIn, type Seen } from '../seen.ts';
import { bucketsInPolicy, readInlinePolicies } from './bucket-clues.ts';
import { type BucketReader, bucketReader } from './bucket-reader.ts';
import { type BareFunction, listFunctionNames, readFunction } from './function.ts';
import { once, onceOnly } from './once.ts';
import { listQueuesLike, type QueuePlace, readQueuePlace } from './queue.ts';
import { type BareRole, listRoleNames, readRole } from './role.ts';
import { listSubscriptions, listTopicArns, readTopicAttributes, type TopicReader } from './topic.ts';
import { readConsumers, readTriggers } from './triggers.ts';

/**
 * Reads facts from AWS. Each fact is read once, however many callers ask for it. The arguments are names, except the
 * ARNs of topics and of the queues in `triggeredBy` and `consumers`.
 */
export interface Readers {
  topics: TopicReader;
  buckets: BucketReader;
  queue(name: string): Promise<Seen<QueuePlace>>;
  /** Lists the queues whose names begin with the same letter. */
  queuesLike(name: string): Promise<Seen<readonly QueuePlace[]>>;
  lambda(name: string): Promise<Seen<BareFunction>>;
  triggers(functionName: string): Promise<Seen<readonly TriggerFacts[]>>;
  /** Absent when there is no such function. */
  triggersIfFound(functionName: string): Promise<Seen<readonly TriggerFacts[]>>;
  /** The functions that a queue triggers. */
  consumers(queueArn: string): Promise<Seen<readonly ConsumerFacts[]>>;
  /** The names of the functions that a queue triggers. */
  triggeredBy(queueArn: string): Promise<Seen<readonly string[]>>;
  functionNames(): Promise<Seen<readonly string[]>>;
  roleNames(): Promise<Seen<readonly string[]>>;
  role(name: string): Promise<Seen<BareRole>>;
  /** The names of the buckets in a role's inline policies. */
  bucketsInRole(name: string): Promise<Seen<readonly string[]>>;
}

export function makeReaders(aws: Aws, region: string): Readers {
  const lambda = once((name) => readFunction(aws, name));
  const triggers = once((name) => readTriggers(aws, name));
  const consumers = once((arn) => readConsumers(aws, arn));
  return {
    topics: {
      list: onceOnly(() => listTopicArns(aws)),
      attributes: once((arn) => readTopicAttributes(aws, arn)),
      subscriptions: once((arn) => listSubscriptions(aws, arn)),
    },
    buckets: bucketReader(aws, region),
    queue: once((name) => readQueuePlace(aws, name)),
    queuesLike: (name) => listQueuesLike(aws, name),
    lambda,
    triggers,
    triggersIfFound: async (name) => follow(await lambda(name), () => triggers(name)),
    consumers,
    triggeredBy: async (arn) =>
      follow(await consumers(arn), async (all) => found(all.map(({ functionName }) => functionName))),
    functionNames: onceOnly(() => listFunctionNames(aws)),
    roleNames: onceOnly(() => listRoleNames(aws)),
    role: once((name) => readRole(aws, name)),
    bucketsInRole: once(async (name) =>
      follow(await readInlinePolicies(aws, name), async (policies) => found(bucketsInPolicy(policies))),
    ),
  };
}

/** Lists the ARNs of the topics that these buckets notify. */
export async function topicOfNotifications(
  buckets: BucketReader,
  names: readonly string[],
): Promise<ReadonlySet<string>> {
  const notifications = await Promise.all(names.map(buckets.notifications));
  const all = notifications.flatMap((seen) => foundIn(seen) ?? []);
  return new Set(all.filter(({ to }) => to === 'topic').map(({ arn }) => arn));
}
