import { randomInt } from 'node:crypto';
import path from 'node:path';
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DeleteObjectsCommand, ListBucketsCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { readStack } from '../../account/stack.ts';
import type { Aws } from '../../aws/clients.ts';
import { projectEnvironment } from '../../cli/project.mjs';
import { buildIfStale } from '../../local/sam/built-functions.ts';
import { runSam } from '../../local/sam/sam.ts';
import { type Asked, makePlan } from '../../operate/clean/plan.ts';
import { removeAll } from '../../operate/clean/remove-all.ts';

/** The stack of one test. */
export interface TestStack {
  name: string;
  /** The NameSuffix parameter, which ends every name in the stack. */
  suffix: string;
}

/** Makes a name that no other stack has, so that the test changes nothing else in the account. */
export function nameTestStack(): TestStack {
  const suffix = `-test-${randomInt(36 ** 5)
    .toString(36)
    .padStart(5, '0')}`;
  return { name: `serverless-image-lab${suffix}`, suffix };
}

interface DeployTestOptions extends TestStack {
  region: string;
  email: string | undefined;
  say: (line: string) => void;
}

/** Builds and deploys with SAM. It uses the credentials whose account was checked. @returns the outputs of the stack. */
export async function deployTestStack(
  aws: Aws,
  { name, suffix, region, email, say }: DeployTestOptions,
): Promise<Readonly<Record<string, string>>> {
  const folder = await buildIfStale();
  const parameters = [`NameSuffix=${suffix}`, ...(email === undefined ? [] : [`EmailAddress=${email}`])];
  await runSam(
    [
      ...['deploy', '--template-file', path.join(folder, 'template.yaml'), '--stack-name', name],
      ...['--region', region, '--resolve-s3', '--s3-prefix', name, '--no-confirm-changeset'],
      ...['--no-progressbar', '--capabilities', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'],
      // SAM reads samconfig.toml next to the template. None is there, so the user's own settings are not used.
      ...['--parameter-overrides', ...parameters],
    ],
    { env: await samEnvironment(aws, region), onLine: say },
  );
  return (await readStack(aws.cloudFormation, name)).outputs;
}

async function samEnvironment({ sts }: Aws, region: string): Promise<NodeJS.ProcessEnv> {
  const { accessKeyId, secretAccessKey, sessionToken } = await sts.config.credentials();
  const environment: NodeJS.ProcessEnv = projectEnvironment();
  const { AWS_PROFILE: _, AWS_SESSION_TOKEN: __, ...own } = environment;
  return {
    ...own,
    ...{ AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
    ...(sessionToken !== undefined && { AWS_SESSION_TOKEN: sessionToken }),
    ...{ AWS_DEFAULT_REGION: region, AWS_REGION: region, SAM_CLI_TELEMETRY: '0' },
  };
}

/** Removes the stack, its pictures and the artifacts that SAM uploaded for it. @returns a line for each resource that is left. */
export async function removeTestStack(aws: Aws, { name }: TestStack): Promise<string[]> {
  await removeArtifacts(aws, `${name}/`);
  if (!(await exists(aws, name))) return [];
  const asked: Asked = { stack: name, also: [], bucketWithEverything: true };
  // The removal continues even when the test was stopped.
  const { left } = await removeAll(aws, await makePlan(aws, asked), new AbortController().signal);
  return left.map(({ what, why }) => `${what}: ${why}`);
}

/** Tells whether the stack exists. A deployment that fails early creates none. */
async function exists({ cloudFormation }: Aws, StackName: string): Promise<boolean> {
  try {
    const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
    return Stacks.length > 0;
  } catch (error) {
    if (error instanceof Error && /does not exist/.test(error.message)) return false;
    throw error;
  }
}

/** Removes the files of this stack from SAM's bucket. The bucket stays, because other stacks share it. */
async function removeArtifacts({ s3 }: Aws, Prefix: string): Promise<void> {
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({ Prefix: 'aws-sam-cli-managed-default-' }));
  const region = await s3.config.region();
  for (const { Name: Bucket, BucketRegion = region } of Buckets) {
    if (BucketRegion !== region || !Bucket?.startsWith('aws-sam-cli-managed-default-')) continue;
    for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket, Prefix })) {
      const Objects = Contents.map(({ Key }) => ({ Key }));
      if (Objects.length > 0) await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    }
  }
}
