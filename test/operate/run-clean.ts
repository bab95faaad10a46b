/** For tests: runs `npm run clean` as a chosen user. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from '../../account/connect.ts';
import type { Aws, AwsOptions } from '../../aws/clients.ts';
import { node24, root, typeScriptArguments } from '../../cli/project.mjs';
import { LOCAL_REGION } from '../../local/local-aws.ts';
import type { AccessKey } from '../labs/users.ts';

/** Returns root credentials. The embedded AWS has one account for each number of twelve digits. */
export function rootOf(account: string): AccessKey {
  return { accessKeyId: account, secretAccessKey: 'local' };
}

export function clientsOf(endpoint: string, account: string, options: AwsOptions = {}): Aws {
  return connect({ endpoint, region: LOCAL_REGION, credentials: rootOf(account), ...options });
}

/** Runs `npm run clean` in its own environment. @returns the exit status and everything that it printed. */
export async function runClean(
  endpoint: string,
  { accessKeyId, secretAccessKey }: AccessKey,
  ...args: string[]
): Promise<{ status: number; output: string }> {
  const { PATH = '', HOME = '' } = process.env;
  const started = spawn(node24, [...typeScriptArguments, 'operate/clean/clean.ts', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...{ PATH, HOME, AWS_ENDPOINT_URL: endpoint, AWS_DEFAULT_REGION: LOCAL_REGION },
      ...{ AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
    },
  });
  let output = '';
  for (const stream of [started.stdout, started.stderr]) stream.on('data', (text) => (output += text));
  const [status] = await once(started, 'close');
  return { status, output };
}
