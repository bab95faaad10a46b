import { type EvaluationResult, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import type { Aws } from '../../aws/clients.ts';
import { type NeededRights, rightsBeyond } from '../policy/rights-beyond.ts';
import { foundIn } from '../seen.ts';
import { readPolicy } from './boundary.ts';
import type { Place } from './place.ts';
import type { BareRole } from './role.ts';
import { readRole } from './role.ts';
import { readRolePolicies } from './role-policies.ts';

/** Where the policies cannot be read, IAM is asked about these. One call asks about all of them, so the list stays short. */
const NEVER_NEEDED = [
  'iam:CreateRole',
  'iam:AttachRolePolicy',
  'iam:PassRole',
  'sts:AssumeRole',
  'lambda:UpdateFunctionCode',
  'lambda:DeleteFunction',
  's3:DeleteBucket',
  's3:PutBucketPolicy',
  'sns:DeleteTopic',
  'sqs:DeleteQueue',
  'cloudformation:DeleteStack',
  'logs:DeleteLogGroup',
  'secretsmanager:GetSecretValue',
  'dynamodb:Scan',
  'ec2:RunInstances',
] as const;

/**
 * Lists what the grader's own role allows beyond the rights that a grader needs. A session policy may limit the grader further, but
 * not the others who can assume the role.
 * @returns undefined when the caller is no role, or when IAM does not answer.
 */
export async function observeOwnExcess(
  aws: Aws,
  { caller = '' }: Place,
  needed: NeededRights,
): Promise<readonly string[] | undefined> {
  const [, name] = /:assumed-role\/([^/]+)\//.exec(caller) ?? [];
  if (name === undefined) return undefined;
  // The caller's ARN leaves out the path of the role.
  const role = foundIn(await readRole(aws, name));
  if (role === undefined) return undefined;
  // This is only for advice, so nothing else depends on it.
  return byPolicies(aws, role, needed)
    .catch(() => bySimulation(aws, role))
    .catch(() => undefined);
}

async function byPolicies(
  aws: Aws,
  { name, boundary }: BareRole,
  needed: NeededRights,
): Promise<readonly string[]> {
  const [own, limit] = await Promise.all([
    readRolePolicies(aws, name),
    boundary === null ? undefined : readPolicy(aws, boundary),
  ]);
  const policies = own.map(({ document }) => document);
  return rightsBeyond({ policies, ...(limit !== undefined && { boundary: limit }) }, needed);
}

async function bySimulation({ iam }: Aws, { arn }: BareRole): Promise<readonly string[]> {
  const asked = { PolicySourceArn: arn, ActionNames: [...NEVER_NEEDED], MaxItems: NEVER_NEEDED.length };
  const { EvaluationResults = [] } = await iam.send(new SimulatePrincipalPolicyCommand(asked));
  return EvaluationResults.filter(isAllowed).flatMap(({ EvalActionName }) => EvalActionName ?? []);
}

function isAllowed({ EvalDecision }: EvaluationResult): boolean {
  return EvalDecision === 'allowed';
}
