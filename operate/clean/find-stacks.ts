import {
  paginateDescribeStacks,
  paginateListStackResources,
  type Stack,
  type StackResourceSummary,
} from '@aws-sdk/client-cloudformation';
import { isFailed } from '../../account/failed-stack.ts';
import { nameOfArn } from '../../account/observe/place.ts';
import { readQueuePlace } from '../../account/observe/queue.ts';
import { see } from '../../account/seen.ts';
import type { Aws } from '../../aws/clients.ts';
import { Failure } from '../../cli/failure.mjs';
import { PARAMETERS, RESOURCES } from '../../template-src/logical-ids.ts';
import { countContent } from './bucket-content.ts';
import { bucketThing, foreignObjects, plural, queueThing } from './describe.ts';
import { ambiguous, mustSee } from './must-see.ts';
import type { Kind, Plan, StackThing, Thing } from './thing.ts';

/** A stack that has these outputs was created from template.yaml. */
const OUTPUTS = ['TopicArn', 'BucketName', 'ThumbnailQueueUrl', 'MobileQueueUrl', 'CreateThumbnailName'];

export interface FoundStacks extends Pick<Plan, 'stacks' | 'kept'> {
  /** Physical ids of its resources: ARNs, URLs and names. */
  physicalIds: ReadonlySet<string>;
}

/**
 * Finds the stack that was created from the lab's template.
 * @param stack the name of the stack, when several exist.
 * @throws Failure when several stacks match or none has this name, and NotSeen when AWS cannot be read.
 */
export async function findStacks(
  aws: Aws,
  { stack: wanted, bucketWithEverything }: { stack?: string | undefined; bucketWithEverything: boolean },
): Promise<FoundStacks> {
  const all = mustSee(await see('cloudformation:DescribeStacks', () => listStacks(aws))) ?? [];
  const labs: Stack[] = [];
  for (const stack of all) if (isOfLab(stack) || (await isFailedLab(aws, stack))) labs.push(stack);
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

/**
 * Recognizes a stack whose creation or deletion failed. Such a stack has no outputs, but CloudFormation still lists its
 * deleted resources. A stack that failed before its first resource is recognized by its parameters.
 */
async function isFailedLab(
  aws: Aws,
  { StackName = '', StackStatus, Parameters = [] }: Stack,
): Promise<boolean> {
  if (!isFailed(StackStatus)) return false;
  const seen = mustSee(
    await see('cloudformation:ListStackResources', () => listAllResources(aws, StackName)),
  );
  const resources = seen ?? [];
  if (resources.length > 0)
    return resources.every(
      ({ LogicalResourceId = '', ResourceType }) => TYPES.get(LogicalResourceId) === ResourceType,
    );
  return Object.keys(PARAMETERS).every((name) =>
    Parameters.some(({ ParameterKey }) => ParameterKey === name),
  );
}

/** Resource types of template.yaml by logical id, after SAM's transform has created a trigger for each event. */
const TYPES: ReadonlyMap<string, string> = new Map(
  Object.entries(RESOURCES).flatMap(([id, type]): [string, string][] =>
    type === 'AWS::Serverless::Function'
      ? [
          [id, 'AWS::Lambda::Function'],
          [`${id}Trigger`, 'AWS::Lambda::EventSourceMapping'],
        ]
      : [[id, type]],
  ),
);

async function describeStack(
  aws: Aws,
  { StackName = '', StackId = '', StackStatus }: Stack,
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
  // The queue is looked up by name, because the host in its URL can differ from the endpoint of a local AWS.
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
  const stack: StackThing = {
    ...{ kind: 'stack', name: StackName, id: StackId, holds, contains, bucket },
    ...(StackStatus !== undefined && isFailed(StackStatus) && { failed: StackStatus }),
  };
  const keys = idsOf('AWS::KMS::Key').map((key) => ({
    what: `key ${key}`,
    why: `Without it, everything that it encrypted is lost. To remove it: aws kms schedule-key-deletion --key-id ${key}`,
  }));
  if (content !== undefined && content.foreign.count > 0 && !withEverything) {
    const { count, first } = content.foreign;
    const why = foreignObjects(`Its bucket ${bucket}`, count, first);
    return { stacks: [], kept: [{ what: `stack ${StackName}`, why }], physicalIds };
  }
  return { stacks: [stack], kept: keys, physicalIds };
}

/**
 * Lists the resources that the stack created. A bucket that the stack failed to create belongs to somebody else, because its
 * name was taken.
 */
async function listResources(aws: Aws, StackName: string): Promise<StackResourceSummary[]> {
  const resources = await listAllResources(aws, StackName);
  return resources.filter(
    ({ ResourceStatus = '' }) => !['DELETE_COMPLETE', 'CREATE_FAILED'].includes(ResourceStatus),
  );
}

/** Lists all resources, including the deleted ones. */
async function listAllResources({ cloudFormation }: Aws, StackName: string): Promise<StackResourceSummary[]> {
  const resources: StackResourceSummary[] = [];
  const pages = paginateListStackResources({ client: cloudFormation }, { StackName });
  for await (const { StackResourceSummaries = [] } of pages) resources.push(...StackResourceSummaries);
  return resources;
}

function plain(ids: readonly string[], kind: Kind): Thing[] {
  return ids.map((id) => ({ kind, name: id.startsWith('arn:') ? nameOfArn(id) : id, id }));
}

function noSuchStack(name: string, all: readonly Stack[]): Failure {
  const exists = all.some(({ StackName }) => StackName === name);
  return new Failure({
    code: exists ? 'not-the-labs-stack' : 'no-such-stack',
    problem: exists
      ? `The stack '${name}' was not created from this lab's template. It lacks the template's outputs and resources.`
      : `There is no stack '${name}' in this account and region.`,
    fix: 'aws cloudformation describe-stacks --query "Stacks[].StackName"   # or omit --stack',
  });
}
