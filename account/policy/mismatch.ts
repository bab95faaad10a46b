import { meets, type Outcome } from './conditions.ts';
import type { Condition, Element, Statement } from './parse.ts';
import { matches, patternOf } from './pattern.ts';
import { isFor } from './principals.ts';
import type { PolicyRequest } from './request.ts';
import { resolvePattern, type Scope } from './variables.ts';

/** One reason why a statement does not apply to a request. */
export type Mismatch =
  | { element: 'principal' | 'action' | 'resource' }
  | { element: 'condition'; condition: Condition }
  /** It is unclear whether the statement applies. `reason` is a clause. */
  | { element: 'unsure'; reason: string };

/** Every reason why a statement does not apply to a request. The list is empty when it applies. */
export function mismatchesOf(statement: Statement, request: PolicyRequest, scope: Scope): Mismatch[] {
  const conditions = statement.conditions.map((condition) => ({
    condition,
    outcome: meets(condition, scope),
  }));
  return [
    ...(isFor(statement, request.principal) ? [] : [{ element: 'principal' as const }]),
    ...(isOnAction(statement.action, request.action) ? [] : [{ element: 'action' as const }]),
    ...onResource(statement.resource, request.resource, scope),
    ...conditions.flatMap(({ condition, outcome }) => unmet(condition, outcome)),
  ];
}

/** Names of actions are not case-sensitive. */
function isOnAction({ values, not }: Element<readonly string[]>, action: string): boolean {
  const named = values.some((value) => matches(patternOf(value.toLowerCase()), action.toLowerCase()));
  return named !== not;
}

/**
 * ARNs are case-sensitive. A `*` at the end of one of their parts also matches the colons that follow.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
function onResource(
  element: Element<readonly string[]> | undefined,
  resource: string,
  scope: Scope,
): Mismatch[] {
  if (element === undefined) return [];
  const patterns = element.values.map((value) => resolvePattern(value, scope));
  const named = patterns.some((pattern) => pattern !== undefined && matches(pattern, resource));
  if (element.not && !named && patterns.includes(undefined)) {
    return [{ element: 'unsure', reason: 'a variable in its NotResource has no value in this request' }];
  }
  return named !== element.not ? [] : [{ element: 'resource' }];
}

function unmet(condition: Condition, outcome: Outcome): Mismatch[] {
  if (outcome === 'met') return [];
  return outcome === 'unmet'
    ? [{ element: 'condition', condition }]
    : [{ element: 'unsure', reason: outcome.unsure }];
}
