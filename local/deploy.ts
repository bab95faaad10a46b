import { type CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import { localEnvironment } from './local-aws.ts';
import { runSam } from './sam.ts';
import { projectEnvironment } from './set-up/project.mjs';

/** The same name as in samconfig.toml. */
export const STACK_NAME = 'serverless-image-lab';

/** Outputs of the stack by their names in the template. */
export type StackOutputs = Readonly<Record<string, string>>;

/** Bundles both functions into a folder with `sam build`. */
export async function buildFunctions(folder: string): Promise<void> {
  await runSam(['build', '--no-cached', '--build-dir', folder], {
    env: { ...projectEnvironment(), SAM_CLI_TELEMETRY: '0' },
  });
}

export interface DeployOptions {
  endpoint: string;
  /** The template that `buildFunctions` wrote. */
  template: string;
  s3: S3Client;
  onLine?: (line: string) => void;
}

/** Deploys what was built onto the embedded AWS with `sam deploy`, by the template's defaults. */
export async function deployLocally({ endpoint, template, s3, onLine }: DeployOptions): Promise<void> {
  const artifacts = 'sam-artifacts';
  await s3.send(new CreateBucketCommand({ Bucket: artifacts }));
  const args = [
    ...['deploy', '--template-file', template, '--stack-name', STACK_NAME],
    ...['--s3-bucket', artifacts, '--no-resolve-s3', '--capabilities', 'CAPABILITY_NAMED_IAM'],
    ...['--no-confirm-changeset', '--no-fail-on-empty-changeset', '--no-progressbar'],
  ];
  // SAM asks AWS every 5 seconds how far it is; the embedded AWS is done in one, and has no limit of calls.
  const env = { ...localEnvironment(endpoint), SAM_CLI_POLL_DELAY: '0.2' };
  await runSam(args, { env, ...(onLine && { onLine }) });
}

/** @throws Error when there is no such stack. */
export async function readOutputs(client: CloudFormationClient): Promise<StackOutputs> {
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: STACK_NAME }));
  const outputs = Stacks?.[0]?.Outputs ?? [];
  return Object.fromEntries(
    outputs.map(({ OutputKey, OutputValue }) => [OutputKey ?? '', OutputValue ?? '']),
  );
}
