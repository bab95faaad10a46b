import {
  DescribeStackResourcesCommand,
  paginateDescribeStacks,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import type { Aws } from '../../aws/clients.ts';
import { FUNCTION_NAMES, OUTPUT_NAMES, outputId, sizeParameter } from '../../lab/output-names.ts';
import type { StackFacts } from '../facts.ts';
import { foundIn, type Seen, see } from '../seen.ts';
import type { Discovered } from './discover.ts';
import { nameOfArn } from './place.ts';

/**
 * The most pages of stacks that are read. In an account with more, a lab that a stack deployed can look built by
 * hand.
 */
const MOST_PAGES = 10;

/**
 * Finds the stack that the lab's resources belong to. CloudFormation's list of the stack's resources decides. The
 * outputs of a stack only show which stacks to look at.
 * @returns absent when the lab was built by hand.
 */
export async function observeBuiltBy(aws: Aws, discovered: Discovered): Promise<Seen<StackFacts>> {
  const wanted = namesOf(discovered);
  if (wanted.size === 0) return { kind: 'absent' };
  return see('cloudformation:DescribeStacks', async () => {
    for (const stack of await listStacks(aws, wanted)) {
      const facts = await readStackFacts(aws, stack);
      if (Object.values(facts.resources).some((name) => wanted.has(name))) return facts;
    }
    return undefined;
  });
}

/** The names of the resources that were found. */
function namesOf({ bucket, topic, queues, functions }: Discovered): Set<string> {
  const both = OUTPUT_NAMES.flatMap((end) => [foundIn(queues[end])?.name, foundIn(functions[end])?.name]);
  const names = [foundIn(bucket), foundIn(topic) && nameOfArn(foundIn(topic) ?? ''), ...both];
  return new Set(names.flatMap((name) => name ?? []));
}

/** Lists the stacks whose outputs name one of these resources. */
async function listStacks({ cloudFormation }: Aws, wanted: ReadonlySet<string>): Promise<Stack[]> {
  const stacks: Stack[] = [];
  let pages = 0;
  for await (const { Stacks = [] } of paginateDescribeStacks({ client: cloudFormation }, {})) {
    stacks.push(...Stacks);
    if (++pages === MOST_PAGES) break;
  }
  return stacks.filter(
    ({ Outputs = [], StackStatus }) =>
      StackStatus !== 'DELETE_COMPLETE' &&
      Outputs.some(({ OutputValue = '' }) => wanted.has(OutputValue) || wanted.has(nameOfArn(OutputValue))),
  );
}

async function readStackFacts({ cloudFormation }: Aws, stack: Stack): Promise<StackFacts> {
  const { StackName: name = '', Parameters = [], CreationTime } = stack;
  const command = new DescribeStackResourcesCommand({ StackName: name });
  const { StackResources = [] } = await cloudFormation.send(command);
  const resources = StackResources.filter(
    ({ LogicalResourceId = '', ResourceType = '' }) => TYPES.get(LogicalResourceId) === ResourceType,
  );
  const changed = StackResources.flatMap(({ Timestamp }) => Timestamp?.getTime() ?? []);
  return {
    name,
    resources: Object.fromEntries(
      resources.map(({ LogicalResourceId = '', PhysicalResourceId = '' }) => [
        LogicalResourceId,
        nameOfArn(PhysicalResourceId),
      ]),
    ),
    // The other parameters are left out, because one of them is an email address.
    sizes: Object.fromEntries(
      Parameters.filter(({ ParameterKey = '' }) => SIZES.includes(ParameterKey)).map(
        ({ ParameterKey = '', ParameterValue }) => [ParameterKey, Number(ParameterValue)],
      ),
    ),
    ...(CreationTime && { createdAt: CreationTime.toISOString() }),
    ...(changed.length > 0 && { changedAt: new Date(Math.max(...changed)).toISOString() }),
  };
}

const SIZES: readonly string[] = OUTPUT_NAMES.map(sizeParameter);

/** The logical ids in template.yaml that identify the stack, with their CloudFormation types. */
const TYPES: ReadonlyMap<string, string> = new Map<string, string>([
  ['ImageBucket', 'AWS::S3::Bucket'],
  ['ResizeImageTopic', 'AWS::SNS::Topic'],
  ...OUTPUT_NAMES.map((name) => [`${outputId(name)}Queue`, 'AWS::SQS::Queue'] as const),
  ['CustomExecutionRole', 'AWS::IAM::Role'],
  ['LabExecutionRole', 'AWS::IAM::Role'],
  ...FUNCTION_NAMES.map((name) => [name, 'AWS::Lambda::Function'] as const),
]);
