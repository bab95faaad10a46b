import type { NotificationFacts } from '../facts.ts';
import { absent, found, foundIn, type Seen } from '../seen.ts';
import type { BucketList, BucketReader } from './bucket-reader.ts';
import { TOPIC_PREFIX } from './names.ts';
import { nameOfArn } from './place.ts';

type Names = readonly string[];

/** What points to the lab's bucket. */
export interface BucketClues {
  /** The lab's topic. When it is unknown, any topic with the lab's prefix counts. */
  topicArn: string | undefined;
  /** The buckets that the topic's policy names. */
  inTopicPolicy(): Promise<Names>;
  /** The buckets that the policies of CustomExecutionRole name. The lab puts the bucket's ARN there. */
  inRolePolicies(): Promise<Seen<Names>>;
}

/** With at most this many buckets, all of them are read. */
const FEW = 12;

/**
 * Finds the name of the lab's bucket: the one that sends notifications to the topic. When there are many buckets,
 * those that a name or a policy points to are read first, and the others only when none of these matches. When no
 * bucket notifies the topic, this function returns the bucket that the learner probably meant.
 */
export async function findBucket(reader: BucketReader, clues: BucketClues): Promise<Seen<string>> {
  const listed = await reader.list();
  if (listed.kind !== 'found') return listed;
  const { here } = listed.value;
  if (here.length > FEW) {
    const first = await notifying(reader, await pointedAt(here, clues), clues);
    if (first.length > 0) return oneOf(first);
    const ofRole = await clues.inRolePolicies();
    if (ofRole.kind === 'unreadable') return ofRole;
    const second = await notifying(reader, common(here, foundIn(ofRole)), clues);
    if (second.length > 0) return oneOf(second);
  }
  const any = await notifying(reader, here, clues);
  return any.length > 0 ? oneOf(any) : findMeant(reader, clues, listed.value);
}

/** Lists the buckets whose notifications are read when several topics could be the lab's. */
export async function bucketsToAsk(reader: BucketReader): Promise<Names> {
  const here = foundIn(await reader.list())?.here ?? [];
  return here.length <= FEW ? here : here.filter(hasTheName);
}

async function pointedAt(here: Names, { inTopicPolicy }: BucketClues): Promise<Names> {
  const pointed = await inTopicPolicy();
  return here.filter((name) => hasTheName(name) || pointed.includes(name));
}

/** Finds the bucket that the learner probably meant when no bucket notifies the topic yet. */
async function findMeant(
  reader: BucketReader,
  { inTopicPolicy, inRolePolicies }: BucketClues,
  { here, elsewhere }: BucketList,
): Promise<Seen<string>> {
  const ofRole = await inRolePolicies();
  if (ofRole.kind === 'unreadable') return ofRole;
  const pointed = [...(await inTopicPolicy()), ...(foundIn(ofRole) ?? [])];
  const clued = common(here, pointed);
  if (clued.length > 0) return oneOf(clued);
  const wrong = await thoseThat(reader, here, isWrong);
  if (wrong.length > 0) return oneOf(wrong);
  const filled = await reader.thoseWithUploads(here);
  if (filled.kind === 'unreadable') return filled;
  const meant = [filled.kind === 'found' ? filled.value : [], here.filter(hasTheName)].find(
    ({ length }) => length > 0,
  );
  if (meant !== undefined) return oneOf(meant);
  const seen = await Promise.all(here.map(reader.notifications));
  const unread = seen.find((one) => one.kind === 'unreadable');
  return unread ?? absent(common(elsewhere, pointed).map((name) => `${name} (in another region)`));
}

async function notifying(reader: BucketReader, names: Names, { topicArn }: BucketClues): Promise<Names> {
  return thoseThat(reader, names, ({ to, arn }) => {
    if (to !== 'topic') return false;
    return topicArn === undefined ? nameOfArn(arn).startsWith(TOPIC_PREFIX) : arn === topicArn;
  });
}

async function thoseThat(
  reader: BucketReader,
  names: Names,
  holds: (notification: NotificationFacts) => boolean,
): Promise<Names> {
  const notifications = await Promise.all(names.map(reader.notifications));
  const hold = notifications.map((seen) => (foundIn(seen) ?? []).some(holds));
  return names.filter((_, index) => hold[index]);
}

/**
 * The notification was probably meant for the lab, but it differs: it goes to a queue or another topic, for example.
 */
function isWrong({ id, prefix, arn }: NotificationFacts): boolean {
  return /ingest/i.test(prefix) || /resize|thumbnail|mobile/i.test(`${id} ${nameOfArn(arn)}`);
}

function common(here: Names, pointed: Names = []): Names {
  return here.filter((name) => pointed.includes(name));
}

function oneOf(names: Names): Seen<string> {
  const [first, second] = names;
  if (first !== undefined && second === undefined) return found(first);
  return { kind: 'ambiguous', candidates: names, flag: '--bucket' };
}

function hasTheName(name: string): boolean {
  return name.includes('resize-image');
}
