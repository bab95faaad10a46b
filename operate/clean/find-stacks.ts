import {
  paginateDescribeStacks,
  paginateListStackResources,
  type Stack,
  type StackResourceSummary,
} from '@aws-sdk/client-cloudformation';
import type { Aws } from '../../checks/aws.ts';
import { nameOfArn } from '../../checks/observe/place.ts';
import { readQueuePlace } from '../../checks/observe/queue.ts';
import { see } from '../../checks/trouble.ts';
import { Failure } from '../../local/set-up/failure.mjs';
import { countContent } from './bucket-content.ts';
import { bucketThing, plural, queueThing } from './describe.ts';
import { ambiguous, mustSee } from './must-see.ts';
import type { Kind, Plan, StackThing, Thing } from './thing.ts';

/** Outputs by which a stack is known to be made from template.yaml. */
const OUTPUTS = ['TopicArn', 'BucketName', 'ThumbnailQueueUrl', 'MobileQueueUrl', 'CreateThumbnailName'];

export interface FoundStacks extends Pick<Plan, 'stacks' | 'kept'> {
  /** What its resources are called in AWS: ARNs, URLs, names. */
  physicalIds: ReadonlySet<string>;
}

/**
 * Finds the stack that was made from the lab's template.
 * @param stack its name, when several could be meant. @throws Failure, NotSeen
 */
export async function findStacks(
  aws: Aws,
  { stack: wanted, bucketWithEverything }: { stack?: string | undefined; bucketWithEverything: boolean },
): Promise<FoundStacks> {
  const all = mustSee(await see('cloudformation:DescribeStacks', () => listStacks(aws))) ?? [];
  const labs = all.filter(isOfLab);
  const chosen = wanted === undefined ? labs : labs.filter(({ StackName }) => StackName === wanted);
  if (wanted !== undefined && chosen.length === 0) throw noSuchStack(wanted, all);
  if (chosen.length > 1)
    throw ambiguous(
      chosen.map(({ StackName = '' }) => StackName),
      '--stack',
    );
  const [stack] = chosen;
  if (stack === undefined) return { stacks: [], kept: [], physicalIds: new Set() };
  return describeStack(aws, stack, bucketWithEverything);
}

async function listStacks({ cloudFormation }: Aws): Promise<Stack[]> {
  const stacks: Stack[] = [];
  for await (const { Stacks = [] } of paginateDescribeStacks({ client: cloudFormation }, {}))
    stacks.push(...Stacks);
  return stacks.filter(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE');
}

function isOfLab({ Outputs = [] }: Stack): boolean {
  return OUTPUTS.every((key) => Outputs.some(({ OutputKey }) => OutputKey === key));
}

async function describeStack(
  aws: Aws,
  { StackName = '', StackId = '' }: Stack,
  withEverything: boolean,
): Promise<FoundStacks> {
  const resources = await listResources(aws, StackName);
  const physicalIds = new Set(resources.flatMap(({ PhysicalResourceId }) => PhysicalResourceId ?? []));
  const idsOf = (type: string) =>
    resources
      .filter(({ ResourceType }) => ResourceType === type)
      .flatMap(({ PhysicalResourceId }) => PhysicalResourceId ?? []);
  const [bucket] = idsOf('AWS::S3::Bucket');
  const content = bucket === undefined ? undefined : await countContent(aws, bucket);
  // Not by the URL that is its id: a local AWS names a host there that need not be its own.
  const names = idsOf('AWS::SQS::Queue').map(nameOfArn);
  const seen = await Promise.all(names.map((name) => readQueuePlace(aws, name)));
  const queues = await Promise.all(
    seen.flatMap((one) => mustSee(one) ?? []).map((queue) => queueThing(aws, queue)),
  );
  const contains = [
    ...plain(idsOf('AWS::Lambda::Function'), 'function'),
    ...plain(idsOf('AWS::SNS::Topic'), 'topic'),
    ...queues,
    ...(bucket !== undefined && content !== undefined ? [bucketThing(bucket, content)] : []),
    ...plain(idsOf('AWS::IAM::Role'), 'role'),
    ...plain(idsOf('AWS::Logs::LogGroup'), 'log group'),
  ];
  const holds = plural(physicalIds.size, 'resource');
  const stack: StackThing = { kind: 'stack', name: StackName, id: StackId, holds, contains, bucket };
  const keys = idsOf('AWS::KMS::Key').map((key) => ({
    what: `key ${key}`,
    why: `what it encrypted is lost without it. Remove it: aws kms schedule-key-deletion --key-id ${key}`,
  }));
  if (content !== undefined && content.foreign.count > 0 && !withEverything) {
    const { count, first } = content.foreign;
    const why = `its bucket ${bucket} holds ${plural(count, 'object')} elsewhere than in ingest/, thumbnail/ and mobile/, such as ${first}. Remove these, or say --bucket-with-everything`;
    return { stacks: [], kept: [{ what: `stack ${StackName}`, why }], physicalIds };
  }
  return { stacks: [stack], kept: keys, physicalIds };
}

async function listResources({ cloudFormation }: Aws, StackName: string): Promise<StackResourceSummary[]> {
  const resources: StackResourceSummary[] = [];
  const pages = paginateListStackResources({ client: cloudFormation }, { StackName });
  for await (const { StackResourceSummaries = [] } of pages) resources.push(...StackResourceSummaries);
  return resources.filter(({ ResourceStatus }) => ResourceStatus !== 'DELETE_COMPLETE');
}

function plain(ids: readonly string[], kind: Kind): Thing[] {
  return ids.map((id) => ({ kind, name: id.startsWith('arn:') ? nameOfArn(id) : id, id }));
}

function noSuchStack(name: string, all: readonly Stack[]): Failure {
  const exists = all.some(({ StackName }) => StackName === name);
  return new Failure({
    code: exists ? 'not-the-labs-stack' : 'no-such-stack',
    problem: exists
      ? `The stack '${name}' was not made from this lab's template: it lacks its outputs.`
      : `There is no stack '${name}' in this account and region.`,
    fix: 'aws cloudformation describe-stacks --query "Stacks[].StackName"   # or leave --stack out',
  });
}
