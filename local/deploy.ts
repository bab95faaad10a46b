import { BucketAlreadyOwnedByYou, CreateBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import { LOCAL_ACCOUNT, localEnvironment } from './local-aws.ts';
import { runSam } from './sam.ts';
import { projectEnvironment } from './set-up/project.mjs';
import { STACK_NAME } from './stack.ts';

/** As in samconfig.toml, where it says why. */
const CAPABILITIES = ['CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'];

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
  /** The stack's name; the project's own unless it is given. */
  stack?: string | undefined;
  /** Of the template; its defaults hold for the others. */
  parameters?: Readonly<Record<string, string>>;
  /** Of the credentials; the embedded AWS has an account for each number. */
  account?: string;
  onLine?: (line: string) => void;
}

/** Deploys what was built onto the embedded AWS with `sam deploy`: a new stack, or over the one that is there. */
export async function deployLocally(options: DeployOptions): Promise<void> {
  const { endpoint, template, s3, stack = STACK_NAME, parameters = {}, account = LOCAL_ACCOUNT } = options;
  // Bucket names are shared by all accounts.
  const artifacts = `sam-artifacts-${account}`;
  await s3.send(new CreateBucketCommand({ Bucket: artifacts })).catch(unlessOwn);
  const overrides = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
  const args = [
    ...['deploy', '--template-file', template, '--stack-name', stack],
    ...['--s3-bucket', artifacts, '--no-resolve-s3', '--capabilities', ...CAPABILITIES],
    ...['--no-confirm-changeset', '--no-fail-on-empty-changeset', '--no-progressbar'],
    ...(overrides.length > 0 ? ['--parameter-overrides', ...overrides] : []),
  ];
  // SAM asks AWS every 5 seconds how far it is; the embedded AWS is done in one, and has no limit of calls.
  const env = { ...localEnvironment(endpoint), AWS_ACCESS_KEY_ID: account, SAM_CLI_POLL_DELAY: '0.2' };
  await runSam(args, { env, ...(options.onLine && { onLine: options.onLine }) });
}

function unlessOwn(error: unknown): void {
  if (!(error instanceof BucketAlreadyOwnedByYou)) throw error;
}
