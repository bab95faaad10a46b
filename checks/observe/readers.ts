import type { Aws } from '../aws.ts';
import type { Seen, TriggerFacts } from '../facts.ts';
import { foundIn } from '../tasks/found.ts';
import { bucketsInPolicy, readInlinePolicies } from './bucket-clues.ts';
import { type BucketReader, bucketReader } from './bucket-reader.ts';
import { type BareFunction, listFunctionNames, readFunction } from './function.ts';
import { listQueuesLike, type QueuePlace, readQueuePlace } from './queue.ts';
import { type BareRole, listRoleNames, readRole } from './role.ts';
import { follow, found, once, onceOnly } from './seen.ts';
import { listSubscriptions, listTopicArns, readTopicAttributes, type TopicReader } from './topic.ts';
import { functionsTriggeredBy, readTriggers } from './triggers.ts';

/** What is read of AWS to find the lab and to tell of it: each fact once, whoever asks for it. All by name, but topics and `triggeredBy` by ARN. */
export interface Readers {
  topics: TopicReader;
  buckets: BucketReader;
  queue(name: string): Promise<Seen<QueuePlace>>;
  /** Queues of names that begin with the same letter. */
  queuesLike(name: string): Promise<Seen<readonly QueuePlace[]>>;
  lambda(name: string): Promise<Seen<BareFunction>>;
  triggers(functionName: string): Promise<Seen<readonly TriggerFacts[]>>;
  /** Absent when there is no such function. */
  triggersIfFound(functionName: string): Promise<Seen<readonly TriggerFacts[]>>;
  triggeredBy(queueArn: string): Promise<Seen<readonly string[]>>;
  functionNames(): Promise<Seen<readonly string[]>>;
  roleNames(): Promise<Seen<readonly string[]>>;
  role(name: string): Promise<Seen<BareRole>>;
  /** Names of buckets in a role's inline policies. */
  bucketsInRole(name: string): Promise<Seen<readonly string[]>>;
}

export function makeReaders(aws: Aws, region: string): Readers {
  const lambda = once((name) => readFunction(aws, name));
  const triggers = once((name) => readTriggers(aws, name));
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
    triggeredBy: once((arn) => functionsTriggeredBy(aws, arn)),
    functionNames: onceOnly(() => listFunctionNames(aws)),
    roleNames: onceOnly(() => listRoleNames(aws)),
    role: once((name) => readRole(aws, name)),
    bucketsInRole: once(async (name) =>
      follow(await readInlinePolicies(aws, name), async (policies) => found(bucketsInPolicy(policies))),
    ),
  };
}

/** ARNs of the topics that buckets notify. */
export async function topicOfNotifications(
  buckets: BucketReader,
  names: readonly string[],
): Promise<ReadonlySet<string>> {
  const notifications = await Promise.all(names.map(buckets.notifications));
  const all = notifications.flatMap((seen) => foundIn(seen) ?? []);
  return new Set(all.filter(({ to }) => to === 'topic').map(({ arn }) => arn));
}
