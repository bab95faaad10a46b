import { type Mismatch, mismatchesOf } from './mismatch.ts';
import { describeNearest, type Judged } from './nearest.ts';
import { PolicyError, parsePolicy } from './parse.ts';
import type { PolicyRequest } from './request.ts';
import { inSentence } from './statement-name.ts';
import type { Scope } from './variables.ts';

export type { PolicyRequest, Principal } from './request.ts';

export type Decision =
  /** `statement`: its Sid, or `statement 2`. */
  | { decision: 'allow'; statement: string }
  | { decision: 'explicit-deny'; statement: string }
  /** `nearest`: sentences that explain why the closest Allow statement did not apply, with both values. */
  | { decision: 'implicit-deny'; nearest?: string };

/**
 * Evaluates one request against a resource's policy. A Deny that applies wins, then an Allow; otherwise the request is
 * denied implicitly. The identity's own policies are not considered. (Within an account they can also allow a request. A
 * statement that names only the account, or an identity of another account, needs them as well.)
 *
 * When in doubt, nothing is allowed: an Allow with a condition that IAM does not have does not apply.
 * @param policy the document, as `parsePolicy` takes it.
 * @throws PolicyError when the document is not a policy, or when it is unclear whether a Deny applies.
 * @example
 * const policy = { Statement: { Effect: 'Allow', Principal: '*', Action: 'sns:Publish', Resource: '*' } };
 * const request = s3Publishes(topicArn, '111122223333', 'arn:aws:s3:::my-pictures');
 * evaluatePolicy(policy, request); // { decision: 'allow', statement: 'statement 1' }
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
  throw new PolicyError(`${inSentence(statement.name)} may deny this request: ${reasons}.`);
}

function isUnsure(mismatch: Mismatch): mismatch is Mismatch & { element: 'unsure' } {
  return mismatch.element === 'unsure';
}

/** Looks up condition keys, which are not case-sensitive. */
function lookUp(context: PolicyRequest['context']): Scope['valuesOf'] {
  const values = new Map(
    Object.entries(context)
      .map(([key, value]) => [key.toLowerCase(), typeof value === 'string' ? [value] : value] as const)
      .filter(([, value]) => value.length > 0),
  );
  return (key) => values.get(key.toLowerCase());
}
