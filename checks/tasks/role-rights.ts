import type { Facts, PermissionFacts, RoleFacts } from '../../account/facts.ts';
import { evaluatePolicy } from '../../account/policy/evaluate.ts';
import type { Advice, Finding } from '../step.ts';
import { fail, pass, waits } from './found.ts';
import { lambdaAssumes, strangersAsk, whyNot } from './requests.ts';

/** Whether Lambda can assume a role. */
export function trustsLambda({ name, arn, trust }: RoleFacts, account: string): Finding {
  const request = lambdaAssumes(arn, account);
  const decision = evaluatePolicy(trust, request);
  if (decision.decision === 'allow')
    return { verdict: 'pass', evidence: { decision }, advice: adviseIfOpen(name, arn, trust) };
  const hint = `Lambda cannot assume ${name}. ${whyNot(decision, request)} See the role's Trust relationships.`;
  return fail(hint, { decision });
}

function adviseIfOpen(name: string, arn: string, trust: unknown): Advice[] {
  const open = strangersAsk('sts:AssumeRole', arn).some(
    (request) => evaluatePolicy(trust, request).decision === 'allow',
  );
  if (!open) return [];
  return [
    {
      id: `open-role-${name}`,
      title: `Anyone in the world can assume ${name}`,
      why: 'Anyone who knows its ARN gets all of its permissions in your account.',
      how: 'Change its trust policy so that lambda.amazonaws.com is the only principal.',
    },
  ];
}

/**
 * Whether a role has the permissions that its work needs, according to IAM's policy simulation.
 * @param concerns selects the permissions that count here.
 */
export function mayWork(
  { name, permissions }: RoleFacts,
  concerns: (permission: PermissionFacts) => boolean = () => true,
): Finding {
  const needed = permissions.filter((permission) => permission.purpose === 'needed' && concerns(permission));
  const missing = needed.filter(({ decision }) => decision !== 'allowed' && decision !== 'unknown');
  const unknown = needed.filter(({ decision }) => decision === 'unknown');
  const excess = permissions.filter(
    ({ purpose, decision }) => purpose === 'excess' && decision === 'allowed',
  );
  if (needed.length === 0) throw new Error(`Nothing was asked about ${name}.`);
  if (missing.length === 0 && unknown.length > 0) return notAnswered(name, unknown);
  if (missing.length === 0)
    return { ...pass({ asked: needed.length }), advice: adviseIfWide(name, excess) } as Finding;
  const denied = missing.filter(({ decision }) => decision === 'explicitDeny');
  const why = denied.length > 0 ? ` A policy denies ${actionsOf(denied)} explicitly.` : '';
  const hint = `${name} is not allowed to call ${list(missing)}.${why} See the role's Permissions.`;
  return fail(hint, { missing: missing.map(({ action, resource }) => `${action} ${resource}`) });
}

/** IAM left something out of its answer, which is not the learner's mistake. */
function notAnswered(name: string, unknown: readonly PermissionFacts[]): Finding {
  const asked = unknown.map(({ action, resource }) => `${action} on ${resource}`);
  const hint = `IAM's policy simulation gave no answer for ${name} (${asked.slice(0, 3).join(', ')}). Grade again.`;
  return { verdict: 'error', hint, evidence: { asked } };
}

/** Without a bucket, IAM was not asked about it. The other permissions alone earn nothing yet. */
export function onceThereIsABucket({ bucket }: Facts, finding: Finding): Finding {
  return finding.verdict === 'pass' && bucket.kind !== 'found' ? waits() : finding;
}

/** A single action with its resource, or several actions. */
function list(missing: readonly PermissionFacts[]): string {
  const [first, ...others] = missing;
  if (first === undefined) return '';
  const isOne = others.every(({ action }) => action === first.action);
  return isOne ? `${first.action} on ${first.resource}` : actionsOf(missing);
}

function actionsOf(permissions: readonly PermissionFacts[]): string {
  return [...new Set(permissions.map(({ action }) => action))].join(', ');
}

function adviseIfWide(name: string, excess: readonly PermissionFacts[]): Advice[] {
  if (excess.length === 0) return [];
  return [
    {
      id: `wide-role-${name}`,
      title: `${name} has more permissions than the lab needs`,
      why: `It is allowed to call ${actionsOf(excess)}. Anyone who breaks into the function can call them too.`,
      how: 'Give it a policy of its own that allows only the actions that the functions call, as template.yaml does.',
    },
  ];
}
