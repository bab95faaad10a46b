import { Failure } from '../../local/set-up/failure.mjs';
import type { ForEachEnd, Seen } from '../facts.ts';
import { endNames } from '../tasks/ends.ts';
import { foundIn } from '../tasks/found.ts';
import { bucketsInPolicy } from './bucket-clues.ts';
import { discoverEnd } from './discover-end.ts';
import { type BucketClues, bucketsToAsk, findBucket } from './find-bucket.ts';
import { findTopic, givenTopic, type Wiring } from './find-topic.ts';
import { forEachEnd } from './for-each-end.ts';
import type { BareFunction } from './function.ts';
import { ROLE_NAMES, suffixOf, suffixOfTopic } from './names.ts';
import { arnOf, nameOfArn, type Place } from './place.ts';
import { parsePolicyText } from './policy-text.ts';
import type { QueuePlace } from './queue.ts';
import { type Readers, topicOfNotifications } from './readers.ts';
import { type BareRole, findRole } from './role.ts';
import { found } from './seen.ts';
import type { StackNames } from './stack.ts';
import { subscribedQueues } from './topic.ts';

/** The lab's things, found by how they are wired and what they are called. */
export interface Discovered {
  /** Its ARN. */
  topic: Seen<string>;
  queues: ForEachEnd<Seen<QueuePlace>>;
  functions: ForEachEnd<Seen<BareFunction>>;
  /** Its name. */
  bucket: Seen<string>;
  roles: Readonly<Record<'custom' | 'lab', Seen<BareRole>>>;
}

/** What the user says. */
export interface Given {
  stack?: StackNames | undefined;
  topic?: string | undefined;
  bucket?: string | undefined;
}

/** Finds the lab's things. What is independent of each other is asked side by side. @throws Failure when there is no topic of the given name. */
export async function discover(place: Place, readers: Readers, given: Given): Promise<Discovered> {
  warmUp(readers, given);
  const { topic, suffix, both } = await discoverMessaging(place, readers, given);
  const custom = findRole({ ...roleClues(readers, suffix), name: ROLE_NAMES.custom, others: [] });
  const lab = both.then((ends) => discoverLabRole(readers, suffix, ends));
  const bucket = discoverBucket(readers, given, foundIn(topic), custom);
  const ends = await both;
  return {
    topic,
    queues: { thumbnail: ends.thumbnail.queue, mobile: ends.mobile.queue },
    functions: { thumbnail: ends.thumbnail.lambda, mobile: ends.mobile.lambda },
    bucket: await bucket,
    roles: { custom: await custom, lab: await lab },
  };
}

/** Finds the topic; and then, side by side, the queue and the function of both ends. @throws Failure as `discover` does. */
export async function discoverMessaging(place: Place, readers: Readers, given: Given): Promise<Messaging> {
  const topic = await discoverTopic(place, readers, given);
  const subscribed = await ownQueues(readers, place, foundIn(topic));
  const suffix = suffixFor(foundIn(topic), subscribed, given);
  const both = forEachEnd((end) =>
    discoverEnd(place, readers, { end, subscribed, suffix, stack: given.stack }),
  );
  return { topic, suffix, both };
}

interface Messaging {
  /** Its ARN. */
  topic: Seen<string>;
  /** What our template's NameSuffix added to the names. */
  suffix: string;
  both: Promise<ForEachEnd<{ queue: Seen<QueuePlace>; lambda: Seen<BareFunction> }>>;
}

/** Asks at once for what is probably needed, by the lab's own names: each is read once. */
function warmUp(readers: Readers, { stack, bucket }: Given): void {
  if (stack !== undefined) return;
  void forEachEnd(async (end) => {
    void readers.queue(endNames[end].queue);
    const lambda = await readers.lambda(endNames[end].functionName);
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
  const problem = `There is no topic '${topic}' in this account, in ${region}.`;
  return new Failure({ code: 'no-such-topic', problem, fix: 'aws sns list-topics   # or leave --topic out' });
}

/** Names of the subscribed queues of this account and region. */
async function ownQueues({ topics }: Readers, place: Place, topicArn: string | undefined): Promise<string[]> {
  if (topicArn === undefined) return [];
  const arns = subscribedQueues(await topics.subscriptions(topicArn));
  return arns.map(nameOfArn).filter((name, index) => arns[index] === arnOf(place, 'sqs', name));
}

/** What our template's NameSuffix added, by the topic's name, else by a queue's. */
function suffixFor(topicArn: string | undefined, subscribed: readonly string[], { stack }: Given): string {
  const ofTopic = suffixOfTopic(nameOfArn(topicArn ?? ''));
  if (ofTopic !== '') return ofTopic;
  if (stack !== undefined) return suffixOf(stack.functions.thumbnail, endNames.thumbnail.functionName) ?? '';
  const suffixes = subscribed.map((name) => suffixOf(name, endNames.thumbnail.queue));
  return suffixes.includes('') ? '' : (suffixes.find((suffix) => suffix !== undefined) ?? '');
}

function roleClues({ role, roleNames }: Readers, suffix: string) {
  return { suffix, read: role, list: roleNames };
}

/** Without it, the roles that the functions have may have been meant for it. */
async function discoverLabRole(
  readers: Readers,
  suffix: string,
  ends: ForEachEnd<{ lambda: Seen<BareFunction> }>,
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
