import path from 'node:path';
import { regionForSam } from '../../aws/region.ts';
import { Failure } from '../../cli/failure.mjs';
import { projectEnvironment, root } from '../../cli/project.mjs';
import type { Step } from '../../cli/step.ts';
import { LOCAL_ACCOUNT, localEnvironment } from '../../local/local-aws.ts';
import { runSam } from '../../local/sam/sam.ts';
import { type Bundle, bundle, MOST_ZIPPED_BYTES } from './bundle.ts';

export interface DeployClassOptions {
  stack: string;
  /** Parameters of class/grading.yaml. The others keep their values, or have their defaults. */
  parameters: Readonly<Record<string, string>>;
  /** The endpoint of the embedded AWS; undefined for AWS. */
  endpoint?: string | undefined;
  /** The account on the embedded AWS. */
  account?: string | undefined;
  region?: string | undefined;
  profile?: string | undefined;
}

/**
 * Bundles the functions and deploys class/grading.yaml with SAM.
 * @throws Failure when the bundle is too large, or when SAM fails.
 */
export async function deployClass(options: DeployClassOptions, step: Step): Promise<Bundle> {
  const bundled = await step('Bundle the functions of the class', () => bundle());
  requireSmall(bundled);
  const { endpoint, account = LOCAL_ACCOUNT, region, profile, stack, parameters } = options;
  const overrides = Object.entries(parameters).map(([name, value]) => `${name}=${quoted(value)}`);
  const args = [
    ...['deploy', '--template-file', path.join(root, 'class/grading.yaml'), '--stack-name', stack],
    ...['--s3-prefix', stack, '--resolve-s3', '--capabilities', 'CAPABILITY_IAM', 'CAPABILITY_AUTO_EXPAND'],
    ...['--no-confirm-changeset', '--no-fail-on-empty-changeset', '--no-progressbar'],
    // Otherwise the stack of the lab in samconfig.toml would give its settings.
    ...['--config-env', 'class'],
    ...(region === undefined ? [] : ['--region', region]),
    ...(profile === undefined ? [] : ['--profile', profile]),
    ...(overrides.length > 0 ? ['--parameter-overrides', ...overrides] : []),
  ];
  const env =
    endpoint === undefined
      ? { ...projectEnvironment(), SAM_CLI_TELEMETRY: '0', ...regionForSam() }
      : { ...localEnvironment(endpoint), AWS_ACCESS_KEY_ID: account, SAM_CLI_POLL_DELAY: '0.2' };
  await step('Create or update the stack (sam deploy)', (say) => runSam(args, { env, onLine: say }));
  return bundled;
}

/** SAM ends a value at its first space, unless it is quoted: `rate(6 hours)`. */
function quoted(value: string): string {
  return `"${value.replaceAll(/["\\]/g, '\\$&')}"`;
}

/** The size of the bundle and its limit in one line. */
export function describeBundle({ zippedBytes, files }: Bundle): string {
  const unzipped = Object.values(files).reduce((sum, bytes) => sum + bytes, 0);
  return `The bundle of both functions has ${megabytes(zippedBytes)} MB zipped and ${megabytes(unzipped)} MB unzipped. Its limit is ${megabytes(MOST_ZIPPED_BYTES)} MB zipped.`;
}

function requireSmall(bundled: Bundle): void {
  if (bundled.zippedBytes <= MOST_ZIPPED_BYTES) return;
  throw new Failure({
    code: 'bundle-too-large',
    problem: `Expected at most ${megabytes(MOST_ZIPPED_BYTES)} MB zipped. ${describeBundle(bundled)}`,
    fix: 'ls -l .local/class-cloud/function/*/*   # what is in it',
  });
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(2);
}
