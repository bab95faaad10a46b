import {
  type FunctionConfiguration,
  GetFunctionCommand,
  paginateListFunctions,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import type { Aws } from '../aws.ts';
import type { FunctionFacts, Seen } from '../facts.ts';
import { see, unlessMissing } from '../trouble.ts';
import { SETTLING_MS } from './settling.ts';

/** A function, without what is found out elsewhere: its role and its triggers. */
export type BareFunction = Omit<FunctionFacts, 'role' | 'triggers'>;

/** Reads a function, once it has settled or the patience is over. Of its environment, no more than `MAX_SIZE`. */
export async function readFunction(aws: Aws, name: string): Promise<Seen<BareFunction>> {
  return see('lambda:GetFunction', async () => {
    const first = await getFunction(aws, name);
    if (first === undefined || !isUnsettled(first)) return first;
    await settle(aws, name, first);
    return getFunction(aws, name);
  });
}

async function getFunction({ lambda }: Aws, name: string): Promise<BareFunction | undefined> {
  const answer = await unlessMissing(lambda.send(new GetFunctionCommand({ FunctionName: name })));
  if (answer?.Configuration === undefined) return undefined;
  return functionFacts(answer.Configuration, answer.Concurrency?.ReservedConcurrentExecutions ?? null);
}

/** Fifty functions a page: in an account with more than ten of these, a misspelt name may not be seen. */
const PAGES = 10;

/** Names of the account's functions. */
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

/** Whatever comes of it, a failure or the end of the patience, is read afterwards. */
async function settle({ lambda: client }: Aws, FunctionName: string, { state }: BareFunction): Promise<void> {
  const settled = state === 'Pending' ? waitUntilFunctionActiveV2 : waitUntilFunctionUpdatedV2;
  const patience = { client, maxWaitTime: SETTLING_MS / 1000, minDelay: 1, maxDelay: 2 };
  await settled(patience, { FunctionName }).catch(() => {});
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
    logGroup: found.LoggingConfig?.LogGroup || `/aws/lambda/${name}`,
    maxSize: parseSize(found.Environment?.Variables?.MAX_SIZE),
    roleArn: found.Role ?? '',
    tracing: found.TracingConfig?.Mode === 'Active',
  };
}

function parseSize(text: string | undefined): number | null {
  const size = Number(text);
  return Number.isInteger(size) && size > 0 ? size : null;
}
