import { execFile } from 'node:child_process';
import { scrypt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Aws, originsOf } from '../../aws/clients.ts';
import { isHealthy } from '../../aws/embedded.ts';
import { root } from '../../cli/project.mjs';
import type { ProvenanceFacts } from '../facts.ts';
import type { Place } from './place.ts';

/**
 * Records which account was graded, by whom and by which grader. Call it last, when it is known which endpoints
 * answered.
 */
export async function observeProvenance(aws: Aws, { account, caller = '' }: Place): Promise<ProvenanceFacts> {
  const origins = [...originsOf(aws)].filter((origin) => !isOfAws(origin)).toSorted();
  const [accountDigest, grader, embedded] = await Promise.all([
    digestOf(account),
    graderVersion(),
    Promise.all(origins.map(isHealthy)),
  ]);
  const endpoint = origins.length === 0 ? 'aws' : embedded.every(Boolean) ? 'embedded' : 'other';
  return { endpoint, origins, accountDigest, caller: maskCaller(caller), grader };
}

/** Tells whether an origin belongs to AWS and uses TLS. */
function isOfAws(origin: string): boolean {
  return /^https:\/\/[a-z0-9.-]+\.(amazonaws\.com(\.cn)?|amazonaws\.eu|api\.aws)(:443)?$/.test(origin);
}

/** The hash is slow on purpose. There are only 10^12 account ids, and nobody should find one by trying them all. */
const COST = { N: 2 ** 14, r: 8, p: 1 };

/** Returns the same digest for the same account in every run. It distinguishes accounts whose ids are masked. */
async function digestOf(account: string): Promise<string> {
  const derive = promisify<string, string, number, typeof COST, Buffer>(scrypt);
  return (await derive(account, 'serverless image lab: account', 8, COST)).toString('hex');
}

/**
 * Masks a caller: `assumed-role/Grader/l…`. The name of a role stays, and of a person's name only the first letter
 * stays.
 */
export function maskCaller(arn: string): string {
  const parts = (arn.split(':')[5] ?? '').split('/');
  const last = parts.at(-1) ?? '';
  if (parts.length < 2) return last;
  return [...parts.slice(0, -1), `${last.slice(0, 1)}…`].join('/');
}

let version: Promise<string> | undefined;

/** Returns `0.1.0 (1a2b3c4)`. The commit is left out when git does not know it. */
export function graderVersion(): Promise<string> {
  version ??= readVersion();
  return version;
}

async function readVersion(): Promise<string> {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  const describe = ['describe', '--always', '--dirty', '--exclude', '*'];
  try {
    const { stdout } = await promisify(execFile)('git', describe, { cwd: root, timeout: 3000 });
    return `${version} (${stdout.trim()})`;
  } catch {
    return version;
  }
}
