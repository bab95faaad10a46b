import { GetPolicyCommand, GetPolicyVersionCommand } from '@aws-sdk/client-iam';
import type { Aws } from '../aws.ts';
import type { PermissionFacts } from '../facts.ts';
import { evaluatePolicy } from '../policy/evaluate.ts';
import type { Place } from './place.ts';
import { parsePolicyText } from './policy-text.ts';
import type { Question } from './questions.ts';
import { contextOf } from './request-context.ts';
import type { BareRole } from './role.ts';

type Decision = PermissionFacts['decision'];

/** Reads a managed policy, as JSON. @throws what AWS says when it does not answer. */
export async function readPolicy({ iam }: Aws, PolicyArn: string): Promise<unknown> {
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
  const VersionId = Policy?.DefaultVersionId;
  const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }));
  return parsePolicyText(PolicyVersion?.Document);
}

/** IAM's simulation heeds a permissions boundary; the embedded AWS's does not. To heed it twice changes nothing. */
export function bounded(
  decision: Decision,
  boundary: unknown,
  { action, resource }: Question,
  place: Place,
  role: BareRole,
): Decision {
  const principal = { kind: 'identity', account: place.account, arn: role.arn } as const;
  const request = { principal, action, resource, context: contextOf(place, role) };
  const limit = evaluatePolicy(forEveryone(boundary), request).decision;
  if (limit === 'explicit-deny') return 'explicitDeny';
  return limit === 'implicit-deny' && decision === 'allowed' ? 'implicitDeny' : decision;
}

/** An identity's policy names no principal: it is the identity. */
function forEveryone(policy: unknown): unknown {
  if (typeof policy !== 'object' || policy === null || !('Statement' in policy)) return policy;
  const statements: unknown[] = Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement];
  const Statement = statements.map((one) => (typeof one === 'object' ? { ...one, Principal: '*' } : one));
  return { ...policy, Statement };
}
