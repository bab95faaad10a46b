import path from 'node:path';
import { projectEnvironment, root } from '../../cli/project.mjs';
import { LOCAL_ACCOUNT, localEnvironment } from '../local-aws.ts';
import { runSam } from './sam.ts';

/** Bundles the functions into a folder with `sam build`. */
export async function buildFunctions(folder: string): Promise<void> {
  await runSam(['build', '--no-cached', '--build-dir', folder], {
    env: { ...projectEnvironment(), SAM_CLI_TELEMETRY: '0' },
  });
}

export interface DeployOptions {
  endpoint: string;
  /** Path of the template that `buildFunctions` wrote. */
  template: string;
  /** Name of the stack. The default is in samconfig.toml. */
  stack?: string | undefined;
  /** Parameters of the template. The others have their defaults. */
  parameters?: Readonly<Record<string, string>>;
  /** Account of the credentials. The embedded AWS has one account for each number of twelve digits. */
  account?: string;
  onLine?: (line: string) => void;
}

/**
 * Deploys the built template to the embedded AWS. It runs `sam deploy` with the environment `local` of samconfig.toml, which
 * creates or updates the stack.
 * @throws Failure when SAM fails.
 */
export async function deployLocally(options: DeployOptions): Promise<void> {
  const { endpoint, template, stack, parameters = {}, account = LOCAL_ACCOUNT } = options;
  const overrides = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
  const args = [
    // By default, SAM looks for the file next to the template.
    ...['deploy', '--config-file', path.join(root, 'samconfig.toml'), '--config-env', 'local'],
    ...['--template-file', template],
    ...(stack === undefined ? [] : ['--stack-name', stack]),
    ...(overrides.length > 0 ? ['--parameter-overrides', ...overrides] : []),
  ];
  // By default, SAM polls every 5 seconds. The embedded AWS needs one second and has no rate limit.
  const env = { ...localEnvironment(endpoint), AWS_ACCESS_KEY_ID: account, SAM_CLI_POLL_DELAY: '0.2' };
  await runSam(args, { env, ...(options.onLine && { onLine: options.onLine }) });
}
