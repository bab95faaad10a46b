import { type EvaluationResult, GetRoleCommand, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import type { Aws } from '../../aws/clients.ts';
import type { Place } from './place.ts';

/** Actions that no grader needs, with or without the probe. One call asks about all of them, so the list stays short. */
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
 * Lists what the grader's own role allows and no grader needs. A session policy may limit the grader further, but not the others
 * who can assume the role.
 * @returns undefined when the caller is no role, or when IAM does not answer.
 */
export async function observeOwnExcess(
  { iam }: Aws,
  { caller = '' }: Place,
): Promise<readonly string[] | undefined> {
  const [, RoleName] = /:assumed-role\/([^/]+)\//.exec(caller) ?? [];
  if (RoleName === undefined) return undefined;
  try {
    // The caller's ARN leaves out the path of the role.
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    const asked = {
      PolicySourceArn: Role?.Arn,
      ActionNames: [...NEVER_NEEDED],
      MaxItems: NEVER_NEEDED.length,
    };
    const { EvaluationResults = [] } = await iam.send(new SimulatePrincipalPolicyCommand(asked));
    return EvaluationResults.filter(isAllowed).flatMap(({ EvalActionName }) => EvalActionName ?? []);
  } catch {
    // This is only for advice, so nothing else depends on it.
    return undefined;
  }
}

function isAllowed({ EvalDecision }: EvaluationResult): boolean {
  return EvalDecision === 'allowed';
}
