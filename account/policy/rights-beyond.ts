import { forEveryone } from './for-everyone.ts';
import { type Element, parsePolicy, type Statement } from './parse.ts';
import { matches, patternOf } from './pattern.ts';

/** Bounds of what is kept, because a policy can name hundreds of actions. */
const MOST = 100;
const LONGEST = 128;

/** Actions in small letters, each with the patterns of the resources on which it is needed. */
export type NeededRights = ReadonlyMap<string, readonly string[]>;

export interface IdentityPolicies {
  /** The policies of a user or role, as JSON. What one of them allows is allowed. */
  policies: readonly unknown[];
  /** Its permissions boundary, which limits all of them. */
  boundary?: unknown;
}

/** An action or a pattern of actions, and where it is too much. Without `where`, it is too much everywhere. */
interface Excess {
  action: string;
  where?: string;
}

/**
 * Lists what a user or role is allowed to do beyond some rights, as its policies say it: `iam:*`, `s3:DeleteBucket`, `s3:GetObject on *`
 * or `all actions except iam:*`. Conditions are not compared, and a boundary is compared by its actions. A pattern such as `s3:Get*` is
 * always beyond, because it also covers actions that AWS adds later.
 * @throws PolicyError when something is not a policy.
 */
export function rightsBeyond({ policies, boundary }: IdentityPolicies, needed: NeededRights): string[] {
  const statements = policies.flatMap(statementsOf);
  const denies = statements.filter((one) => one.effect === 'Deny' && isUnlimited(one));
  const isNeeded = (action: string) => needed.has(action.toLowerCase());
  const limits = denies.filter(({ action }) => action.not).map(({ action }) => action.values);
  if (boundary !== undefined) {
    const allowed = statementsOf(boundary).filter(({ effect }) => effect === 'Allow');
    limits.push(allowed.flatMap(({ action }) => (action.not ? '*' : action.values)));
  }
  if (limits.some((actions) => actions.every(isNeeded))) return [];
  const all = statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap((one) => excessOf(one, needed))
    .filter(({ action }) => !denies.some((one) => covers(one.action, action)))
    .map(({ action, where }) => (where === undefined ? action : `${action} on ${where}`));
  return [...new Set(all)]
    .toSorted()
    .slice(0, MOST)
    .map((right) => right.slice(0, LONGEST));
}

function excessOf({ action: { values, not }, resource }: Statement, needed: NeededRights): Excess[] {
  if (not) return [{ action: `all actions except ${values.join(', ')}` }];
  return values.flatMap((action): Excess[] => {
    const places = needed.get(action.toLowerCase());
    return places === undefined
      ? [{ action }]
      : placesBeyond(resource, places).map((where) => ({ action, where }));
  });
}

/** Lists the resources of a statement that no needed pattern covers. A wildcard of a resource counts as a character. */
function placesBeyond(resource: Statement['resource'], places: readonly string[]): string[] {
  if (resource === undefined || places.includes('*')) return [];
  if (resource.not) return [`all resources except ${resource.values.join(', ')}`];
  return resource.values.filter((one) => !places.some((place) => matches(patternOf(place), one)));
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
