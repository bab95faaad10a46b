import { type Element, parsePolicy, type Statement } from './parse.ts';
import { matches, patternOf } from './pattern.ts';

/** Bounds of what is kept, because a policy can name hundreds of actions. */
const MOST = 100;
const LONGEST = 128;

export interface IdentityPolicies {
  /** The policies of a user or role, as JSON. What one of them allows is allowed. */
  policies: readonly unknown[];
  /** Its permissions boundary, which limits all of them. */
  boundary?: unknown;
}

/**
 * Lists what a user or role is allowed to do beyond some actions, as its policies say it: `iam:*`, `s3:DeleteBucket` or `all actions
 * except iam:*`. Resources and conditions of what is allowed are not compared. A pattern such as `s3:Get*` is always beyond, because
 * it also covers actions that AWS adds later.
 * @throws PolicyError when something is not a policy.
 */
export function actionsBeyond({ policies, boundary }: IdentityPolicies, needed: readonly string[]): string[] {
  const statements = policies.flatMap(statementsOf);
  const isNeeded = new Set(needed.map((action) => action.toLowerCase()));
  const beyond = (one: Statement) =>
    one.action.not
      ? [`all actions except ${one.action.values.join(', ')}`]
      : one.action.values.filter((action) => !isNeeded.has(action.toLowerCase()));
  const denies = statements.filter((one) => one.effect === 'Deny' && isUnlimited(one));
  const limits = denies.filter(({ action }) => action.not).map(({ action }) => action.values);
  if (boundary !== undefined) {
    const allowed = statementsOf(boundary).filter(({ effect }) => effect === 'Allow');
    limits.push(allowed.flatMap(beyond));
  }
  if (limits.some((actions) => actions.every((action) => isNeeded.has(action.toLowerCase())))) return [];
  const isDenied = (action: string) => denies.some((one) => covers(one.action, action));
  const all = statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(beyond)
    .filter((action) => !isDenied(action));
  return [...new Set(all)]
    .toSorted()
    .slice(0, MOST)
    .map((action) => action.slice(0, LONGEST));
}

/** An identity-based policy has no principal, because it applies to the identity that has it. */
export function forEveryone(policy: unknown): unknown {
  if (typeof policy !== 'object' || policy === null || !('Statement' in policy)) return policy;
  const statements: unknown[] = Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement];
  const Statement = statements.map((one) => (typeof one === 'object' ? { ...one, Principal: '*' } : one));
  return { ...policy, Statement };
}

function statementsOf(policy: unknown): readonly Statement[] {
  return parsePolicy(forEveryone(policy)).statements;
}

/** Whether a statement applies to every resource, always. */
function isUnlimited({ resource, conditions }: Statement): boolean {
  return resource?.not === false && resource.values.includes('*') && conditions.length === 0;
}

/** Whether an element covers an action or a whole pattern. A wildcard of the pattern counts as a character. */
function covers({ values, not }: Element<readonly string[]>, action: string): boolean {
  return !not && values.some((one) => matches(patternOf(one.toLowerCase()), action.toLowerCase()));
}
