import {
  type FunctionConfiguration,
  GetFunctionCommand,
  paginateListFunctions,
} from '@aws-sdk/client-lambda';
import type { Aws } from '../../aws/clients.ts';
import { poll } from '../../aws/poll.ts';
import { unlessMissing } from '../../aws/trouble.ts';
import type { FunctionFacts } from '../facts.ts';
import { type Seen, see } from '../seen.ts';
import { SETTLING_MS } from './settling.ts';

/** A function without its role and its triggers, which are read elsewhere. */
export type BareFunction = Omit<FunctionFacts, 'role' | 'triggers'>;

/**
 * Reads a function. It waits until the function has left a pending state, for at most `SETTLING_MS`. The only
 * environment variable it keeps is `MAX_SIZE`.
 */
export async function readFunction(aws: Aws, name: string): Promise<Seen<BareFunction>> {
  return see('lambda:GetFunction', async () => {
    const first = await getFunction(aws, name);
    if (first === undefined || !isUnsettled(first)) return first;
    return settle(aws, name, first);
  });
}

async function getFunction({ lambda }: Aws, name: string): Promise<BareFunction | undefined> {
  const answer = await unlessMissing(lambda.send(new GetFunctionCommand({ FunctionName: name })));
  if (answer?.Configuration === undefined) return undefined;
  return functionFacts(answer.Configuration, answer.Concurrency?.ReservedConcurrentExecutions ?? null);
}

/**
 * A page holds 50 functions. In an account with more than ten pages, a function with a misspelt name may not be
 * found.
 */
const PAGES = 10;

/** Lists the names of the account's functions. */
export async function listFunctionNames({ lambda }: Aws): Promise<Seen<readonly string[]>> {
  return see('lambda:ListFunctions', async () => {
    const names: string[] = [];
    let pages = 0;
    for await (const { Functions = [] } of paginateListFunctions({ client: lambda }, {})) {
      names.push(...Functions.flatMap(({ FunctionName }) => FunctionName ?? []));
      if (++pages === PAGES) break;
    }
    return names;
  });
}

function isUnsettled({ state, lastUpdate }: BareFunction): boolean {
  return state === 'Pending' || lastUpdate === 'InProgress';
}

/** Reads the function again until it has settled, and returns the last state that was read. */
async function settle(aws: Aws, name: string, first: BareFunction): Promise<BareFunction | undefined> {
  let last: BareFunction | undefined = first;
  const look = async () => {
    last = await getFunction(aws, name);
    return last === undefined || !isUnsettled(last) || undefined;
  };
  await poll(look, { milliseconds: SETTLING_MS });
  return last;
}

function functionFacts(found: FunctionConfiguration, reservedConcurrency: number | null): BareFunction {
  const name = found.FunctionName ?? '';
  return {
    arn: found.FunctionArn ?? '',
    name,
    runtime: found.Runtime ?? null,
    handler: found.Handler ?? null,
    description: found.Description ?? '',
    state: found.State ?? 'Active',
    stateReason: found.StateReason || found.LastUpdateStatusReason || null,
    lastUpdate: found.LastUpdateStatus ?? 'Successful',
    memoryMb: found.MemorySize ?? 128,
    timeoutSeconds: found.Timeout ?? 3,
    architecture: found.Architectures?.[0] ?? 'x86_64',
    reservedConcurrency,
    ...(found.CodeSha256 !== undefined && { codeSha256: found.CodeSha256 }),
    logGroup: found.LoggingConfig?.LogGroup || `/aws/lambda/${name}`,
    maxSize: parseSize(found.Environment?.Variables?.MAX_SIZE),
    roleArn: found.Role ?? '',
    tracing: found.TracingConfig?.Mode === 'Active',
    ...changeOf(found.LastModified),
  };
}

/** Lambda writes `2026-11-28T14:38:45.123+0000`. */
function changeOf(lastModified = ''): { changedAt?: string } {
  const at = Date.parse(lastModified);
  return Number.isNaN(at) ? {} : { changedAt: new Date(at).toISOString() };
}

function parseSize(text: string | undefined): number | null {
  const size = Number(text);
  return Number.isInteger(size) && size > 0 ? size : null;
}
