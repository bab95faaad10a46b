import { readFileSync } from 'node:fs';
import { ListFunctionsCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import pLimit from 'p-limit';
import { connect } from '../../account/connect.ts';
import type { Aws } from '../../aws/clients.ts';
import { LAB_OUTPUT_NAMES } from '../../lab/output-names.ts';
import { LOCAL_REGION } from '../../local/local-aws.ts';
import type { SetUp } from '../../solve/faults/set-up.ts';
import { buildLab, buildUntil, type LabOptions } from '../../solve/labs/hand-built-lab.ts';
import { createRole, putPolicy } from '../../solve/labs/roles.ts';

/** The account of the instructor, whom the learners' roles trust. */
export const INSTRUCTOR = '999999999999';
const GRADER_ROLE = 'ImageLabGrader';

/** What is built in the account of one learner: the changes of several set-ups can be combined. */
export interface Plan {
  /** Twelve digits. */
  account: string;
  setUps: readonly SetUp[];
  externalId: string;
}

/** A lab that was built. */
export interface Built extends Plan {
  roleArn: string;
}

export interface BuildOptions {
  endpoint: string;
  zips: LabOptions['zips'];
  sideBySide: number;
  onBuilt?: (built: Built) => void;
  /** Stops before the next lab. */
  signal?: AbortSignal;
}

const RIGHTS = ['read-only', 'with-probe'].map(
  (name) => new URL(`../../checks/rights/${name}.json`, import.meta.url),
);

/**
 * Builds labs by hand, each in an account of its own, with a role for the grader. MiniStack keeps a process for each function that
 * has run, so they are ended from time to time.
 */
export async function buildClass(plans: readonly Plan[], options: BuildOptions): Promise<Built[]> {
  const limit = pLimit(options.sideBySide);
  const wave = options.sideBySide * 5;
  const all: Built[] = [];
  for (let first = 0; first < plans.length; first += wave) {
    const some = plans.slice(first, first + wave);
    all.push(...(await Promise.all(some.map((plan) => limit(() => buildOne(plan, options))))));
    await endFunctions(all, options.endpoint);
  }
  return all;
}

async function buildOne(plan: Plan, { endpoint, zips, onBuilt, signal }: BuildOptions): Promise<Built> {
  const { account, setUps, externalId } = plan;
  signal?.throwIfAborted();
  const aws = clientsOf(account, endpoint);
  await createGraderRole(aws, externalId);
  const names = Object.assign({}, ...setUps.map((setUp) => setUp.names ?? {}));
  const lab: LabOptions = { account, region: LOCAL_REGION, zips, names };
  const until = setUps.find((setUp) => setUp.until !== undefined)?.until;
  if (until !== undefined) await buildUntil(aws, lab, until);
  else {
    const whole = await buildLab(aws, lab);
    for (const { apply } of setUps) await apply?.(whole);
  }
  const built = { ...plan, roleArn: `arn:aws:iam::${account}:role/${GRADER_ROLE}` };
  onBuilt?.(built);
  return built;
}

/** The role of the grader in a learner's account, with both of the grader's policies. */
async function createGraderRole(aws: Aws, externalId: string): Promise<void> {
  const trust = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${INSTRUCTOR}:root` },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': externalId } },
      },
    ],
  };
  await createRole(aws, GRADER_ROLE, trust);
  for (const [index, file] of RIGHTS.entries()) {
    // The embedded AWS has its own action for a batch.
    const text = readFileSync(file, 'utf8').replaceAll(
      'sqs:ChangeMessageVisibility',
      'sqs:ChangeMessageVisibilityBatch',
    );
    await putPolicy(aws, GRADER_ROLE, `grader-${index}`, JSON.parse(text));
  }
}

/** In MiniStack, a change of a function ends the processes of all functions with that name. */
export async function endFunctions(plans: readonly Plan[], endpoint: string): Promise<void> {
  const [whole] = plans.filter(({ setUps }) => setUps.length === 0);
  if (whole === undefined) return;
  const { lambda } = clientsOf(whole.account, endpoint);
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
  for (const { FunctionName } of Functions.slice(0, LAB_OUTPUT_NAMES.length))
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 30 }));
}

export function clientsOf(account: string, endpoint: string): Aws {
  const credentials = { accessKeyId: account, secretAccessKey: 'local' };
  return connect({ endpoint, region: LOCAL_REGION, credentials });
}
