import { Failure } from '../../local/set-up/failure.mjs';
import type { Aws } from '../aws.ts';
import type { End, Facts, FunctionFacts, RoleFacts, Seen, Trouble } from '../facts.ts';
import { endNames } from '../tasks/ends.ts';
import { foundIn } from '../tasks/found.ts';
import { see } from '../trouble.ts';
import { observeBucket } from './bucket.ts';
import { type Discovered, discover } from './discover.ts';
import { forEachEnd } from './for-each-end.ts';
import type { BareFunction } from './function.ts';
import { askPermissions } from './permissions.ts';
import { arnOf, findPlace, nameOfArn, type Place } from './place.ts';
import { observeProduction } from './production.ts';
import { askOfCustomRole, askOfFunctionRole, type Question, type Workplace } from './questions.ts';
import { observeQueue } from './queue.ts';
import { makeReaders, type Readers } from './readers.ts';
import type { BareRole } from './role.ts';
import { follow, once } from './seen.ts';
import { readStack } from './stack.ts';
import { observeTopic } from './topic.ts';

export interface ObserveOptions {
  /** The stack that `sam deploy` made: its outputs name the lab's things. */
  stack?: string;
  /** The topic, by name or ARN. */
  topic?: string;
  bucket?: string;
  /** Narrates. */
  say?: (line: string) => void;
}

/** Everything of Facts but journey, message, leftovers, mode, durationMs, which the probe adds. */
export type Observed = Omit<Facts, 'journey' | 'message' | 'leftovers' | 'mode' | 'durationMs'>;

/**
 * Looks at the lab in an account. What AWS does not let it see, or does not answer, is unreadable in what it gives: without
 * credentials, a region or a network that is everything.
 * @throws Failure when there is no such stack (or it is not one of the lab), topic or bucket.
 */
export async function observe(
  aws: Aws,
  { stack, topic, bucket, say = () => {} }: ObserveOptions,
): Promise<Observed> {
  const startedAt = new Date().toISOString();
  const seenPlace = await findPlace(aws);
  if (seenPlace.kind !== 'found') return nothingSeen(startedAt, seenPlace);
  const place = seenPlace.value;
  const names = stack === undefined ? undefined : await readStack(aws, stack);
  if (names?.kind === 'unreadable') return nothingSeen(startedAt, names, place);
  say(`looks for the lab in ${place.region}`);
  const readers = makeReaders(aws, place.region);
  const given = { stack: names && foundIn(names), topic, bucket };
  const discovered = await discover(place, readers, given);
  say('reads how it is set up, and asks IAM what the roles may do');
  const observed = await observeAll(aws, place, readers, discovered);
  if (bucket !== undefined && observed.bucket.kind === 'absent') throw noSuchBucket(bucket, place);
  return { ...header(startedAt, place), ...observed };
}

function noSuchBucket(bucket: string, { region }: Place): Failure {
  const problem = `There is no bucket '${bucket}' in ${region}.`;
  return new Failure({ code: 'no-such-bucket', problem, fix: 'aws s3 ls   # or leave --bucket out' });
}

function header(startedAt: string, { account, region }: Pick<Place, 'account' | 'region'>) {
  return { schemaVersion: 1, lab: 'hands-on-4', account, region, startedAt } as const;
}

function nothingSeen(startedAt: string, why: Seen<unknown>, place = { account: '', region: '' }): Observed {
  const trouble: Trouble =
    why.kind === 'unreadable'
      ? why.trouble
      : { kind: 'other', action: 'sts:GetCallerIdentity', message: 'AWS did not say which account this is.' };
  const unreadable = { kind: 'unreadable', trouble } as const;
  const ends = { thumbnail: unreadable, mobile: unreadable };
  const roles = { custom: unreadable, lab: unreadable };
  return {
    ...header(startedAt, place),
    topic: unreadable,
    queues: ends,
    bucket: unreadable,
    roles,
    functions: ends,
  };
}

async function observeAll(aws: Aws, place: Place, readers: Readers, discovered: Discovered) {
  const work = workplace(place, discovered);
  const functionRole = once(async (name) =>
    follow(await readers.role(name), (role) => observeRole(aws, place, role, askOfFunctionRole(work))),
  );
  const askedQueues = forEachEnd((end) =>
    follow(discovered.queues[end], (queue) => observeQueue(aws, queue)),
  );
  const [topic, queues, bucket, custom, lab, functions, production] = await Promise.all([
    follow(discovered.topic, (arn) => observeTopic(aws, readers.topics, arn)),
    askedQueues,
    follow(discovered.bucket, (name) => observeBucket(aws, readers.buckets, name)),
    follow(discovered.roles.custom, (role) => observeRole(aws, place, role, askOfCustomRole(work))),
    follow(discovered.roles.lab, ({ name }) => functionRole(name)),
    forEachEnd((end) =>
      follow(discovered.functions[end], (found) => observeFunction(found, readers, functionRole)),
    ),
    observeProduction(aws, discovered, askedQueues),
  ]);
  return { topic, queues, bucket, roles: { custom, lab }, functions, production };
}

/** What was not found stands under the lab's own name, or is left out. */
function workplace(place: Place, { bucket, queues, functions }: Discovered): Workplace {
  const queueArn = (end: End) => arnOf(place, 'sqs', foundIn(queues[end])?.name ?? endNames[end].queue);
  const logGroup = (end: End) =>
    foundIn(functions[end])?.logGroup ?? `/aws/lambda/${endNames[end].functionName}`;
  return {
    ...place,
    bucket: foundIn(bucket),
    queueArns: [queueArn('thumbnail'), queueArn('mobile')],
    logGroups: [logGroup('thumbnail'), logGroup('mobile')],
  };
}

async function observeRole(
  aws: Aws,
  place: Place,
  role: BareRole,
  questions: readonly Question[],
): Promise<Seen<RoleFacts>> {
  const { arn, name, trust } = role;
  return see('iam:SimulatePrincipalPolicy', async () => {
    return { arn, name, trust, permissions: await askPermissions(aws, place, role, questions) };
  });
}

async function observeFunction(
  found: BareFunction,
  readers: Readers,
  functionRole: (name: string) => Promise<Seen<RoleFacts>>,
): Promise<Seen<FunctionFacts>> {
  const [triggers, role] = await Promise.all([
    readers.triggers(found.name),
    functionRole(nameOfArn(found.roleArn)),
  ]);
  return follow(triggers, async (value) => ({ kind: 'found', value: { ...found, role, triggers: value } }));
}
