import { type Discovered, discover } from '../../account/observe/discover.ts';
import { suffixOfTopic } from '../../account/observe/names.ts';
import { nameOfArn, type Place } from '../../account/observe/place.ts';
import { makeReaders, type Readers } from '../../account/observe/readers.ts';
import type { Seen } from '../../account/seen.ts';
import type { Aws } from '../../aws/clients.ts';
import { countContent } from './bucket-content.ts';
import { bucketThing, foreignObjects, plural, queueThing, topicThing } from './describe.ts';
import { findFunctions } from './find-functions.ts';
import { findRoles } from './find-roles.ts';
import { ambiguous, mustSee } from './must-see.ts';
import { isLabsName, isLabsTopic, LAB_QUEUES } from './names.ts';
import type { Plan, Thing } from './thing.ts';

/** The options that name resources. */
export interface Given {
  topic?: string | undefined;
  bucket?: string | undefined;
  bucketWithEverything: boolean;
}

export type HandMade = Pick<Plan, 'things' | 'others' | 'kept'>;

/**
 * Finds the resources that were created by hand. It follows the connections between them, as the grader does. Resources
 * that are connected to the lab but have other names are returned separately.
 * @param ofStacks names and ids of the resources of stacks.
 * @throws Failure when several candidates exist, and NotSeen when AWS cannot be read.
 */
export async function findByHand(
  aws: Aws,
  place: Place,
  given: Given,
  ofStacks: ReadonlySet<string>,
): Promise<HandMade> {
  const readers = makeReaders(aws, place.region);
  const discovered = await discoverBeside(place, readers, given, ofStacks);
  const topicArn = mustSee(discovered.topic);
  const suffix = suffixOfTopic(nameOfArn(topicArn ?? ''));
  const bucket = await findBucketThing(aws, readers, discovered.bucket, given, ofStacks);
  const queues = await findQueues(aws, readers, discovered, suffix);
  const named = queues.filter(({ ours }) => ours).map(({ name }) => name);
  const functions = await findFunctions(aws, discovered, { queues: named, suffix });
  const all = [
    ...(topicArn === undefined ? [] : await topicThings(readers, topicArn)),
    ...queues,
    ...functions,
    ...bucket.all,
  ].filter(({ name, id }) => !ofStacks.has(name) && !ofStacks.has(id));
  const things = all.filter(({ ours }) => ours);
  const roles = await findRoles(aws, discovered, { goes: things, ofStacks, suffix });
  return {
    things: [...things, ...roles.things].map(bare),
    others: all.filter(({ ours }) => !ours).map(bare),
    kept: [...bucket.kept, ...roles.kept],
  };
}

/** A resource, and whether its name is one of the lab's names. */
export interface Judged extends Thing {
  ours: boolean;
}

function bare({ ours: _, ...thing }: Judged | (Thing & { ours?: boolean })): Thing {
  return thing;
}

/** Ignores the topics of stacks, because a topic that was created by hand can exist next to them. */
async function discoverBeside(
  place: Place,
  readers: Readers,
  given: Given,
  ofStacks: ReadonlySet<string>,
): Promise<Discovered> {
  const { topic, bucket } = given;
  const first = await discover(place, readers, { topic, bucket });
  if (first.topic.kind !== 'ambiguous') return first;
  const candidates = first.topic.candidates.filter((name) => !ofStacks.has(nameOfArn(name)));
  if (candidates.length > 1) throw ambiguous(candidates, '--topic');
  return discover(place, readers, { topic: candidates[0] ?? first.topic.candidates[0], bucket });
}

async function topicThings({ topics }: Readers, arn: string): Promise<Judged[]> {
  const topic = topicThing(arn);
  const ours = isLabsTopic(topic.name);
  const subscriptions = mustSee(await topics.subscriptions(arn)) ?? [];
  const confirmed = subscriptions.filter(({ SubscriptionArn = '' }) => SubscriptionArn.startsWith('arn:'));
  return [
    { ...topic, ours, ...(ours ? {} : { holds: plural(subscriptions.length, 'subscription') }) },
    ...(ours ? confirmed : []).map(({ SubscriptionArn = '', Protocol = '', Endpoint = '' }): Judged => {
      const to = Protocol === 'sqs' || Protocol === 'lambda' ? nameOfArn(Endpoint) : Endpoint;
      return { kind: 'subscription', name: `${Protocol} to ${to}`, id: SubscriptionArn, ours };
    }),
  ];
}

async function findQueues(
  aws: Aws,
  readers: Readers,
  { queues }: Discovered,
  suffix: string,
): Promise<Judged[]> {
  const wired = Object.values(queues).flatMap((seen) => mustSee(seen) ?? []);
  const named = await Promise.all(LAB_QUEUES.map((name) => readers.queue(`${name}${suffix}`)));
  const all = [...wired, ...named.flatMap((seen) => mustSee(seen) ?? [])];
  const each = new Map(all.map((queue) => [queue.url, queue]));
  return Promise.all(
    [...each.values()].map(async (queue) => ({
      ...(await queueThing(aws, queue)),
      ours: isLabsName('queue', queue.name, suffix),
    })),
  );
}

/**
 * Finds the bucket. The lab does not prescribe its name, so it belongs to the lab when it sends notifications for `ingest/`
 * to a topic of the lab.
 */
async function findBucketThing(
  aws: Aws,
  { buckets }: Readers,
  seen: Seen<string>,
  given: Given,
  ofStacks: ReadonlySet<string>,
): Promise<{ all: Judged[]; kept: Plan['kept'] }> {
  const names = seen.kind === 'ambiguous' ? seen.candidates : [mustSee(seen)];
  const all: Judged[] = [];
  const kept: { what: string; why: string }[] = [];
  for (const name of names) {
    const content = name === undefined || ofStacks.has(name) ? undefined : await countContent(aws, name);
    if (name === undefined || content === undefined) continue;
    const notifications = mustSee(await buckets.notifications(name)) ?? [];
    const tellsLab = notifications.some(
      ({ to, arn, prefix }) => to === 'topic' && prefix === 'ingest/' && isLabsTopic(nameOfArn(arn)),
    );
    const ours = name === given.bucket || (tellsLab && names.length === 1);
    const { count, first } = content.foreign;
    if (!ours || count === 0 || given.bucketWithEverything) all.push({ ...bucketThing(name, content), ours });
    else
      kept.push({
        what: `bucket ${name}`,
        why: foreignObjects('It', count, first),
      });
  }
  return { all, kept };
}
