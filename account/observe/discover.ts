import { Failure } from '../../cli/failure.mjs';
import { type ForEachOutput, mapOutputs, queueName } from '../../lab/output-names.ts';
import { OUTPUTS } from '../../lab/outputs.ts';
import { found, foundIn, type Seen } from '../seen.ts';
import { bucketsInPolicy } from './bucket-clues.ts';
import { discoverEnd } from './discover-end.ts';
import { type BucketClues, bucketsToAsk, findBucket } from './find-bucket.ts';
import { findTopic, givenTopic, type Wiring } from './find-topic.ts';
import type { BareFunction } from './function.ts';
import { ROLE_NAMES, suffixOf, suffixOfTopic } from './names.ts';
import { arnOf, nameOfArn, type Place } from './place.ts';
import { parsePolicyText } from './policy-text.ts';
import type { QueuePlace } from './queue.ts';
import { type Readers, topicOfNotifications } from './readers.ts';
import { type BareRole, findRole } from './role.ts';
import { forEachOutput } from './side-by-side.ts';
import type { StackNames } from './stack.ts';
import { subscribedQueues } from './topic.ts';

/** The lab's resources, found by how they are connected and by their names. */
export interface Discovered {
  /** The topic's ARN. */
  topic: Seen<string>;
  queues: ForEachOutput<Seen<QueuePlace>>;
  functions: ForEachOutput<Seen<BareFunction>>;
  /** The bucket's name. */
  bucket: Seen<string>;
  roles: Readonly<Record<'custom' | 'lab', Seen<BareRole>>>;
}

/** The resources that the user named with a flag. */
export interface Given {
  stack?: StackNames | undefined;
  topic?: string | undefined;
  bucket?: string | undefined;
}

/**
 * Finds the lab's resources. Independent requests run side by side.
 * @throws Failure when there is no topic with the given name.
 */
export async function discover(place: Place, readers: Readers, given: Given): Promise<Discovered> {
  warmUp(readers, given);
  const { topic, suffix, both } = await discoverMessaging(place, readers, given);
  const custom = findRole({ ...roleClues(readers, suffix), name: ROLE_NAMES.custom, others: [] });
  const lab = both.then((ends) => discoverLabRole(readers, suffix, ends));
  const bucket = discoverBucket(readers, given, foundIn(topic), custom);
  const ends = await both;
  return {
    topic,
    queues: mapOutputs((name) => ends[name].queue),
    functions: mapOutputs((name) => ends[name].lambda),
    bucket: await bucket,
    roles: { custom: await custom, lab: await lab },
  };
}

/**
 * Finds the topic, and then the queues and functions of all outputs side by side.
 * @throws Failure as `discover` does.
 */
export async function discoverMessaging(place: Place, readers: Readers, given: Given): Promise<Messaging> {
  const topic = await discoverTopic(place, readers, given);
  const subscribed = await ownQueues(readers, place, foundIn(topic));
  const suffix = suffixFor(foundIn(topic), subscribed, given);
  const both = forEachOutput((end) =>
    discoverEnd(place, readers, { end, subscribed, suffix, stack: given.stack }),
  );
  return { topic, suffix, both };
}

interface Messaging {
  /** The topic's ARN. */
  topic: Seen<string>;
  /** The suffix that the template's parameter NameSuffix added to the names. */
  suffix: string;
  both: Promise<ForEachOutput<{ queue: Seen<QueuePlace>; lambda: Seen<BareFunction> }>>;
}

/**
 * Starts the requests that will probably be needed, with the lab's own names. Each fact is read once, so nothing is
 * asked twice.
 */
function warmUp(readers: Readers, { stack, bucket }: Given): void {
  if (stack !== undefined) return;
  void forEachOutput(async (end) => {
    void readers.queue(queueName(end));
    const lambda = await readers.lambda(OUTPUTS[end].functionName);
    if (lambda.kind === 'found') await readers.triggers(lambda.value.name);
  });
  for (const name of Object.values(ROLE_NAMES)) void readers.role(name);
  if (bucket === undefined) void readers.buckets.list();
}

async function discoverTopic(place: Place, readers: Readers, given: Given): Promise<Seen<string>> {
  const arn = given.topic === undefined ? given.stack?.topicArn : givenTopic(place, given.topic);
  if (arn !== undefined) {
    const attributes = await readers.topics.attributes(arn);
    if (attributes.kind === 'absent' && given.topic !== undefined) throw noSuchTopic(given.topic, place);
    return attributes.kind === 'found' ? found(arn) : attributes;
  }
  const wiring: Wiring = {
    hasQueues: async (topicArn) => (await ownQueues(readers, place, topicArn)).length > 0,
    notified: async () => topicOfNotifications(readers.buckets, await bucketsToAsk(readers.buckets)),
  };
  return findTopic(await readers.topics.list(), wiring);
}

function noSuchTopic(topic: string, { region }: Place): Failure {
  const problem = `Expected a topic named '${topic}', but this account has none in ${region}.`;
  return new Failure({ code: 'no-such-topic', problem, fix: 'aws sns list-topics   # or leave --topic out' });
}

/** The names of the subscribed queues in this account and region. */
async function ownQueues({ topics }: Readers, place: Place, topicArn: string | undefined): Promise<string[]> {
  if (topicArn === undefined) return [];
  const arns = subscribedQueues(await topics.subscriptions(topicArn));
  return arns.map(nameOfArn).filter((name, index) => arns[index] === arnOf(place, 'sqs', name));
}

/**
 * Derives the suffix that the template's parameter NameSuffix added, from the topic's name or else from a queue's
 * name.
 */
function suffixFor(topicArn: string | undefined, subscribed: readonly string[], { stack }: Given): string {
  const ofTopic = suffixOfTopic(nameOfArn(topicArn ?? ''));
  if (ofTopic !== '') return ofTopic;
  if (stack !== undefined) return suffixOf(stack.functions.thumbnail, OUTPUTS.thumbnail.functionName) ?? '';
  const suffixes = subscribed.map((name) => suffixOf(name, queueName('thumbnail')));
  return suffixes.includes('') ? '' : (suffixes.find((suffix) => suffix !== undefined) ?? '');
}

function roleClues({ role, roleNames }: Readers, suffix: string) {
  return { suffix, read: role, list: roleNames };
}

/** When LabExecutionRole does not exist, the roles of the functions may be what the learner made instead of it. */
async function discoverLabRole(
  readers: Readers,
  suffix: string,
  ends: ForEachOutput<{ lambda: Seen<BareFunction> }>,
): Promise<Seen<BareRole>> {
  const roles = Object.values(ends).flatMap(({ lambda }) => foundIn(lambda)?.roleArn ?? []);
  const others = roles.map(nameOfArn).filter((name) => !name.startsWith(ROLE_NAMES.custom));
  return findRole({ ...roleClues(readers, suffix), name: ROLE_NAMES.lab, others });
}

async function discoverBucket(
  readers: Readers,
  given: Given,
  topicArn: string | undefined,
  custom: Promise<Seen<BareRole>>,
): Promise<Seen<string>> {
  const name = given.bucket ?? given.stack?.bucket;
  if (name !== undefined) return found(name);
  const clues: BucketClues = {
    topicArn,
    inTopicPolicy: async () => {
      const attributes = topicArn === undefined ? undefined : await readers.topics.attributes(topicArn);
      return bucketsInPolicy(parsePolicyText(attributes && foundIn(attributes)?.Policy));
    },
    inRolePolicies: async () => {
      const role = foundIn(await custom);
      return role === undefined ? { kind: 'absent' } : readers.bucketsInRole(role.name);
    },
  };
  return findBucket(readers.buckets, clues);
}
