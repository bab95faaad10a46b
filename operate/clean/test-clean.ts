/** For tests: the command, run as npm does it, and who runs it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type Aws, type AwsOptions, connect } from '../../checks/aws.ts';
import type { AccessKey } from '../../checks/corpus/lab/users.ts';
import { LOCAL_REGION } from '../../local/local-aws.ts';
import { node24, root } from '../../local/set-up/project.mjs';

/** The embedded AWS has an account for each number. */
export function rootOf(account: string): AccessKey {
  return { accessKeyId: account, secretAccessKey: 'local' };
}

export function clientsOf(endpoint: string, account: string, options: AwsOptions = {}): Aws {
  return connect({ endpoint, region: LOCAL_REGION, credentials: rootOf(account), ...options });
}

/** `npm run clean`, in an environment of its own. */
export async function runClean(
  endpoint: string,
  { accessKeyId, secretAccessKey }: AccessKey,
  ...args: string[]
): Promise<{ status: number; output: string }> {
  const { PATH = '', HOME = '' } = process.env;
  const started = spawn(node24, ['--import', 'tsx', 'operate/clean/clean.ts', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...{ PATH, HOME, AWS_ENDPOINT_URL: endpoint, AWS_REGION: LOCAL_REGION },
      ...{ AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
    },
  });
  let output = '';
  for (const stream of [started.stdout, started.stderr]) stream.on('data', (text) => (output += text));
  const [status] = await once(started, 'close');
  return { status, output };
}
