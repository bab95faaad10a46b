import type { Aws } from '../../aws/clients.ts';
import type { Trouble } from '../../aws/trouble.ts';
import { Failure } from '../../cli/failure.mjs';
import { labParts } from '../../lab/ends.ts';
import type { LabOutput } from '../../lab/output-names.ts';
import { LAB_OUTPUT_NAMES, mapLabOutputs } from '../../lab/output-names.ts';
import type { Facts, FunctionFacts, QueueFacts, RoleFacts } from '../facts.ts';
import type { NeededRights } from '../policy/rights-beyond.ts';
import { follow, found, foundIn, type Seen, see } from '../seen.ts';
import { observeBucket } from './bucket.ts';
import { observeBuiltBy } from './built-by.ts';
import { type Discovered, discover } from './discover.ts';
import type { BareFunction } from './function.ts';
import { once } from './once.ts';
import { observeOwnExcess } from './own-rights.ts';
import { askPermissions } from './permissions.ts';
import { arnOf, findPlace, nameOfArn, type Place } from './place.ts';
import { observeProduction } from './production.ts';
import { observeProvenance } from './provenance.ts';
import { askOfCustomRole, askOfFunctionRole, type Question, type Workplace } from './questions.ts';
import { observeQueue, type QueuePlace } from './queue.ts';
import { makeReaders, type Readers } from './readers.ts';
import type { BareRole } from './role.ts';
import { forEachLabOutput } from './side-by-side.ts';
import { readStack } from './stack.ts';
import { observeTopic } from './topic.ts';

export interface ObserveOptions {
  /** The stack that `sam deploy` made. Its outputs name the lab's resources. */
  stack?: string;
  /** The topic, by name or ARN. */
  topic?: string;
  bucket?: string;
  /** Receives a line for every step that begins. */
  say?: (line: string) => void;
  /** What the grader needs. When the caller is a role, what its policies allow beyond it is observed. */
  neededRights?: NeededRights | undefined;
}

/** All facts except those that the probe adds: journey, message, leftovers, mode and durationMs. */
export type Observed = Omit<Facts, 'journey' | 'message' | 'leftovers' | 'mode' | 'durationMs'>;

/**
 * Reads the facts of the lab in an account. A fact that AWS denies, or that it does not answer for, becomes
 * unreadable. Without credentials, a region or a network, every fact is unreadable.
 * @throws Failure when the given stack, topic or bucket does not exist, or when the stack is not one of this lab.
 * @example
 * const { topic } = await observe(connect({}), { topic: 'resize-image-topic-2718' });
 * if (topic.kind === 'found') console.log(topic.value.arn);
 */
export async function observe(
  aws: Aws,
  { stack, topic, bucket, say = () => {}, neededRights }: ObserveOptions,
): Promise<Observed> {
  const startedAt = new Date().toISOString();
  const seenPlace = await findPlace(aws);
  if (seenPlace.kind !== 'found') return nothingSeen(startedAt, seenPlace);
  const place = seenPlace.value;
  const names = stack === undefined ? undefined : await readStack(aws, stack);
  if (names?.kind === 'unreadable') return nothingSeen(startedAt, names, place);
  say(`Looking for the lab in ${place.region}`);
  const readers = makeReaders(aws, place.region);
  const given = { stack: names && foundIn(names), topic, bucket };
  const discovered = await discover(place, readers, given);
  say('Reading the settings, and asking IAM what the roles are allowed to do');
  const observed = await observeAll(aws, place, readers, discovered);
  if (bucket !== undefined && observed.bucket.kind === 'absent') throw noSuchBucket(bucket, place);
  // At this point every service has answered, so it is known which endpoints did.
  const [provenance, excess] = await Promise.all([
    observeProvenance(aws, place),
    neededRights && observeOwnExcess(aws, place, neededRights),
  ]);
  return {
    ...header(startedAt, place),
    ...observed,
    provenance: { ...provenance, ...(excess !== undefined && { excess }) },
  };
}

function noSuchBucket(bucket: string, { region }: Place): Failure {
  const problem = `Expected a bucket named '${bucket}', but this account has none in ${region}.`;
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
  const ends = mapLabOutputs(() => unreadable);
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
  const askedQueues = forEachLabOutput((end) =>
    follow(discovered.queues[end], (queue) => observeQueueAndConsumers(aws, place, readers, queue)),
  );
  const [topic, queues, bucket, custom, lab, functions, production, builtBy] = await Promise.all([
    follow(discovered.topic, (arn) => observeTopic(aws, readers.topics, arn)),
    askedQueues,
    follow(discovered.bucket, (name) => observeBucket(aws, readers.buckets, name)),
    follow(discovered.roles.custom, (role) => observeRole(aws, place, role, askOfCustomRole(work))),
    follow(discovered.roles.lab, ({ name }) => functionRole(name)),
    forEachLabOutput((end) =>
      follow(discovered.functions[end], (found) => observeFunction(found, readers, functionRole)),
    ),
    observeProduction(aws, discovered, askedQueues),
    observeBuiltBy(aws, discovered),
  ]);
  return { topic, queues, bucket, roles: { custom, lab }, functions, production, builtBy };
}

/** A resource that was not found gets the lab's own name, or is left out. */
function workplace(place: Place, { bucket, queues, functions }: Discovered): Workplace {
  const queueArn = (end: LabOutput) => arnOf(place, 'sqs', foundIn(queues[end])?.name ?? labParts[end].queue);
  const logGroup = (end: LabOutput) =>
    foundIn(functions[end])?.logGroup ?? `/aws/lambda/${labParts[end].functionName}`;
  return {
    ...place,
    bucket: foundIn(bucket),
    queueArns: LAB_OUTPUT_NAMES.map(queueArn),
    functionArns: mapLabOutputs((name) => foundIn(functions[name])?.arn),
    logGroups: LAB_OUTPUT_NAMES.map(logGroup),
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

async function observeQueueAndConsumers(
  aws: Aws,
  place: Place,
  readers: Readers,
  queue: QueuePlace,
): Promise<Seen<QueueFacts>> {
  const [seen, consumers] = await Promise.all([
    observeQueue(aws, queue),
    readers.consumers(arnOf(place, 'sqs', queue.name)),
  ]);
  return follow(seen, async (value) => found({ ...value, consumers }));
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
