import type { NamedPolicy } from '../../account/observe/role-policies.ts';
import type { PolicyRequest } from '../../account/policy/evaluate.ts';
import { forEveryone } from '../../account/policy/for-everyone.ts';
import type { JudgedStatement, Judgement } from '../hop-detail.ts';
import { judge } from './judge.ts';

interface Asked {
  question: string;
  role: string;
  /** The policies of the role. */
  policies: readonly NamedPolicy[];
  /** The policy of the bucket in the same account; null when it has none. */
  bucketPolicy: unknown;
  request: PolicyRequest;
}

const MOST_STATEMENTS = 20;

/**
 * Evaluates what a role asks of a bucket of its own account. A Deny in any policy wins. Otherwise, one Allow is enough, in a policy of
 * the role or in that of the bucket. Permissions boundaries and policies of an organization are left out.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function judgeRole({ question, role, policies, bucketPolicy, request }: Asked): Judgement {
  const own = policies.map(({ name, document }) => {
    const evaluated = { document: forEveryone(document), written: document };
    const judged = judge({ question, policy: name, request, ...evaluated });
    // An identity-based policy has no principal.
    const statements = judged.statements.map((one) => ({ ...one, reasons: one.reasons.slice(1) }));
    return { ...judged, statements };
  });
  const bucket =
    bucketPolicy === null || bucketPolicy === undefined
      ? []
      : [judge({ question, policy: 'Bucket policy', document: bucketPolicy, request })];
  const all = [...own, ...bucket];
  const denial = all.find(({ statements }) => statements.some((one) => one.decided && one.effect === 'Deny'));
  const unsure = all.find(({ decision }) => decision === 'unknown');
  const allowed = own.find(({ decision }) => decision === 'allowed');
  const byBucket = bucket.find(({ decision }) => decision === 'allowed');
  const deciding = denial ?? unsure ?? allowed ?? byBucket;
  return {
    ...{ question, policy: `Policies of ${role}`, request: shown(request) },
    decision: deciding === undefined ? 'denied' : deciding === byBucket ? 'unknown' : deciding.decision,
    words: words(),
    statements: all.flatMap((one) => statementsOf(one, one === deciding)).slice(0, MOST_STATEMENTS),
  };

  function words(): string {
    if (deciding === undefined)
      return `No policy of ${role} allows ${request.action} on ${request.resource}.`;
    if (deciding === byBucket)
      return `Only the bucket policy allows it. Where that names the whole account, a policy of ${role} must allow it, too.`;
    return `${deciding.policy}: ${deciding.words}`;
  }
}

/** The statements of a policy that concern the action. The one that decided for all policies is marked. */
function statementsOf({ policy, statements }: Judgement, isDeciding: boolean): JudgedStatement[] {
  return statements
    .filter(({ reasons }) => reasons.every(({ words, met }) => met || words !== 'it covers the action'))
    .map((one) => ({ ...one, name: `${policy}: ${one.name}`, decided: one.decided && isDeciding }));
}

function shown({ principal, action, resource, context }: PolicyRequest): Judgement['request'] {
  const texts = Object.entries(context).map(([key, value]) => [key, String(value)]);
  const caller = principal.kind === 'identity' ? principal.arn : principal.kind;
  return { principal: caller, action, resource, context: Object.fromEntries(texts) };
}
