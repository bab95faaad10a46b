import { type Mismatch, mismatchesOf } from './mismatch.ts';
import { describeNearest, type Judged } from './nearest.ts';
import { PolicyError, parsePolicy } from './parse.ts';
import type { PolicyRequest } from './request.ts';
import type { Scope } from './variables.ts';

export type { PolicyRequest, Principal } from './request.ts';

export type Decision =
  /** `statement`: its Sid, or `statement 2`. */
  | { decision: 'allow'; statement: string }
  | { decision: 'explicit-deny'; statement: string }
  /** `nearest`: why the Allow statement that comes closest did not apply, with both values. */
  | { decision: 'implicit-deny'; nearest?: string };

/**
 * What a resource's policy says to a request: a Deny that applies, else an Allow, else nothing. What the identity's own
 * policies add is not told: within an account they can allow too; a statement that names only the account, and one for
 * another account's identity, needs them as well.
 *
 * In doubt nothing is allowed. An Allow with a condition that IAM does not know does not apply.
 * @param policy as `parsePolicy` takes it.
 * @throws PolicyError for what is no policy, and when nobody can tell whether a Deny applies.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluatePolicy(policy: unknown, request: PolicyRequest): Decision {
  const { version, statements } = parsePolicy(policy);
  const scope: Scope = { variables: version === '2012-10-17', valuesOf: lookUp(request.context) };
  const judged: Judged[] = statements.map((statement) => ({
    statement,
    mismatches: mismatchesOf(statement, request, scope),
  }));
  const deny = judged.find((one) => one.statement.effect === 'Deny' && one.mismatches.length === 0);
  if (deny !== undefined) return { decision: 'explicit-deny', statement: deny.statement.name };
  for (const one of judged) refuseUnsureDeny(one);
  const allow = judged.find((one) => one.statement.effect === 'Allow' && one.mismatches.length === 0);
  if (allow !== undefined) return { decision: 'allow', statement: allow.statement.name };
  const nearest = describeNearest(judged, request, scope);
  return { decision: 'implicit-deny', ...(nearest !== undefined && { nearest }) };
}

function refuseUnsureDeny({ statement, mismatches }: Judged): void {
  if (statement.effect === 'Allow' || !mismatches.every(isUnsure)) return;
  const reasons = mismatches.map((mismatch) => (isUnsure(mismatch) ? mismatch.reason : '')).join(', and ');
  throw new PolicyError(`Whether ${statement.name} denies it cannot be told: ${reasons}.`);
}

function isUnsure(mismatch: Mismatch): mismatch is Mismatch & { element: 'unsure' } {
  return mismatch.element === 'unsure';
}

/** Condition keys have no case. */
function lookUp(context: PolicyRequest['context']): Scope['valuesOf'] {
  const values = new Map(
    Object.entries(context)
      .map(([key, value]) => [key.toLowerCase(), typeof value === 'string' ? [value] : value] as const)
      .filter(([, value]) => value.length > 0),
  );
  return (key) => values.get(key.toLowerCase());
}
