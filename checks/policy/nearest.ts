import type { Mismatch } from './mismatch.ts';
import type { Element, Statement } from './parse.ts';
import { describeNames } from './principals.ts';
import type { PolicyRequest, Principal } from './request.ts';
import type { Scope } from './variables.ts';

/** A statement, and why it does not apply. */
export interface Judged {
  statement: Statement;
  mismatches: readonly Mismatch[];
}

/**
 * Says of the Allow statement that comes closest why it does not apply, with what it asks for and what there is:
 * `statement 2 is for sns.amazonaws.com, not for s3.amazonaws.com`. Undefined when nothing is allowed to anybody.
 */
export function describeNearest(
  judged: readonly Judged[],
  request: PolicyRequest,
  scope: Scope,
): string | undefined {
  const allows = judged.filter(({ statement }) => statement.effect === 'Allow');
  const [nearest] = allows.toSorted((one, other) => distance(one, request) - distance(other, request));
  if (nearest === undefined) return undefined;
  const reasons = nearest.mismatches.map((mismatch) => describe(mismatch, nearest.statement, request, scope));
  return `${nearest.statement.name} ${reasons.join(', and it ')}`;
}

/**
 * How far a statement is from applying. One that was written for another kind of principal was not meant for this one,
 * and one for everyone less than one for somebody.
 */
function distance({ statement, mismatches }: Judged, { principal }: PolicyRequest): number {
  const isForOthers = mismatches.some(({ element }) => element === 'principal');
  const meant = isForOthers && !namesKind(statement, principal) ? 1 : 0;
  return mismatches.length + meant + (statement.principal.values.everyone ? 0.5 : 0);
}

function namesKind({ principal: { values } }: Statement, { kind }: Principal): boolean {
  return (kind === 'service' ? values.services : kind === 'identity' ? values.aws : []).length > 0;
}

function describe(mismatch: Mismatch, statement: Statement, request: PolicyRequest, scope: Scope): string {
  switch (mismatch.element) {
    case 'principal':
      return `is for ${describeNames(statement.principal)}, not for ${describePrincipal(request.principal)}`;
    case 'action':
      return `allows ${describeValues(statement.action)}, not ${request.action}`;
    case 'resource':
      return `allows it for ${statement.resource ? describeValues(statement.resource) : 'nothing'} only, not for ${request.resource}`;
    case 'condition': {
      const { operator, key, values } = mismatch.condition;
      const literally = isLiteral(operator, values) ? ', which takes wildcards literally' : '';
      return `asks for ${key} ${some(values, ' or ')} (${operator}${literally}), and ${describeActual(key, scope)}`;
    }
    case 'unsure':
      return `cannot count: ${mismatch.reason}`;
  }
}

/** Wildcards in `StringEquals` are a common mistake. */
function isLiteral(operator: string, values: readonly string[]): boolean {
  return /String(Not)?Equals/i.test(operator) && values.some((value) => /[*?]/.test(value));
}

function describeActual(key: string, scope: Scope): string {
  const actual = scope.valuesOf(key);
  return actual === undefined ? `the request has no ${key}` : `it is ${some(actual, ' and ')}`;
}

function describePrincipal(principal: Principal): string {
  switch (principal.kind) {
    case 'service':
      return principal.service;
    case 'identity':
      return principal.arn;
    case 'anonymous':
      return 'somebody without credentials';
  }
}

function describeValues({ values, not }: Element<readonly string[]>): string {
  return `${not ? 'all but ' : ''}${some(values, ', ')}`;
}

/** The first few of a list. */
function some(values: readonly string[], separator: string): string {
  const shown = values.slice(0, 4).join(separator);
  return values.length > 4 ? `${shown} and ${values.length - 4} more` : shown;
}
