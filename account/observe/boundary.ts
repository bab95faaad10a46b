import { GetPolicyCommand, GetPolicyVersionCommand } from '@aws-sdk/client-iam';
import type { Aws } from '../../aws/clients.ts';
import type { PermissionFacts } from '../facts.ts';
import { evaluatePolicy } from '../policy/evaluate.ts';
import { forEveryone } from '../policy/for-everyone.ts';
import type { Place } from './place.ts';
import { parsePolicyText } from './policy-text.ts';
import type { Question } from './questions.ts';
import { contextOf } from './request-context.ts';
import type { BareRole } from './role.ts';

type Decision = PermissionFacts['decision'];

/** Reads a managed policy as JSON. @throws the error of AWS when it does not answer. */
export async function readPolicy({ iam }: Aws, PolicyArn: string): Promise<unknown> {
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
  const VersionId = Policy?.DefaultVersionId;
  const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }));
  return parsePolicyText(PolicyVersion?.Document);
}

/**
 * Applies a permissions boundary to a decision. IAM's simulation already does this, but the embedded AWS does not.
 * Applying the boundary twice changes nothing.
 */
export function bounded(
  decision: Decision,
  boundary: unknown,
  { action, resource, caller }: Question,
  place: Place,
  role: BareRole,
): Decision {
  const principal = { kind: 'identity', account: place.account, arn: role.arn } as const;
  const request = { principal, action, resource, context: contextOf(place, role, caller) };
  const limit = evaluatePolicy(forEveryone(boundary), request).decision;
  if (limit === 'explicit-deny') return 'explicitDeny';
  return limit === 'implicit-deny' && decision === 'allowed' ? 'implicitDeny' : decision;
}
