import type { PermissionFacts, RoleFacts } from '../facts.ts';
import { evaluatePolicy } from '../policy/evaluate.ts';
import type { Advice, Finding } from '../step.ts';
import { fail, pass } from './found.ts';
import { lambdaAssumes, strangersAsk, whyNot } from './requests.ts';

/** Whether Lambda may take on a role. */
export function trustsLambda({ name, arn, trust }: RoleFacts, account: string): Finding {
  const decision = evaluatePolicy(trust, lambdaAssumes(arn, account));
  if (decision.decision === 'allow')
    return { verdict: 'pass', evidence: { decision }, advice: adviseIfOpen(name, arn, trust) };
  return fail(
    `${name} cannot be taken on by Lambda: ${whyNot(decision)}. See the role's Trust relationships.`,
    {
      decision,
    },
  );
}

function adviseIfOpen(name: string, arn: string, trust: unknown): Advice[] {
  const open = strangersAsk('sts:AssumeRole', arn).some(
    (request) => evaluatePolicy(trust, request).decision === 'allow',
  );
  if (!open) return [];
  return [
    {
      id: `open-role-${name}`,
      title: `Everyone in the world may take on ${name}`,
      why: 'Whoever knows its ARN has all its rights in your account.',
      how: 'Let its trust policy name lambda.amazonaws.com and nobody else.',
    },
  ];
}

/** Whether a role may do what its work takes, by IAM's own simulation. @param concerns picks what counts here. */
export function mayWork(
  { name, permissions }: RoleFacts,
  concerns: (permission: PermissionFacts) => boolean = () => true,
): Finding {
  const needed = permissions.filter((permission) => permission.purpose === 'needed' && concerns(permission));
  const missing = needed.filter(({ decision }) => decision !== 'allowed');
  const excess = permissions.filter(
    ({ purpose, decision }) => purpose === 'excess' && decision === 'allowed',
  );
  if (needed.length === 0) throw new Error(`Nothing was asked about ${name}.`);
  if (missing.length === 0)
    return { ...pass({ asked: needed.length }), advice: adviseIfWide(name, excess) } as Finding;
  const denied = missing.filter(({ decision }) => decision === 'explicitDeny');
  const hint = `${name} may not ${list(missing)}.${denied.length > 0 ? ' Something denies it explicitly.' : ''}`;
  return fail(hint, { missing: missing.map(({ action, resource }) => `${action} ${resource}`) });
}

/** `s3:PutObject (arn…) and 2 more`: enough to know where to look. */
function list(missing: readonly PermissionFacts[]): string {
  const actions = [...new Set(missing.map(({ action }) => action))];
  const [first] = missing;
  if (first === undefined) return '';
  return actions.length === 1 ? `do ${first.action} on ${first.resource}` : `do ${actions.join(', ')}`;
}

function adviseIfWide(name: string, excess: readonly PermissionFacts[]): Advice[] {
  if (excess.length === 0) return [];
  return [
    {
      id: `wide-role-${name}`,
      title: `${name} may do more than the lab's work takes`,
      why: `It may ${[...new Set(excess.map(({ action }) => action))].join(', ')}: whoever gets into the function may too.`,
      how: 'Give it a policy of its own with the few actions that the functions call, as template.yaml does.',
    },
  ];
}
