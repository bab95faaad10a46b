import { describeCondition, inAwsCase, some } from './condition-words.ts';
import type { Mismatch } from './mismatch.ts';
import type { Element, Statement } from './parse.ts';
import { describeNames } from './principals.ts';
import type { PolicyRequest, Principal } from './request.ts';
import { inSentence } from './statement-name.ts';
import type { Scope } from './variables.ts';

/** A statement, and the reasons why it does not apply. */
export interface Judged {
  statement: Statement;
  mismatches: readonly Mismatch[];
}

/**
 * Explains in sentences why the closest Allow statement does not apply. Each sentence names the value in the policy and the
 * value in the request: `Statement 2 names sns.amazonaws.com as its principal, not s3.amazonaws.com.`
 * @returns undefined when the policy has no Allow statement.
 */
export function describeNearest(
  judged: readonly Judged[],
  request: PolicyRequest,
  scope: Scope,
): string | undefined {
  const allows = judged.filter(({ statement }) => statement.effect === 'Allow');
  const [nearest] = allows.toSorted((one, other) => distance(one, request) - distance(other, request));
  if (nearest === undefined) return undefined;
  const reasons = nearest.mismatches.map((mismatch) => describe(mismatch, nearest, request, scope));
  return `${inSentence(nearest.statement.name)} ${reasons.join('. It ')}.`;
}

/**
 * How far a statement is from applying. A statement for another kind of principal was probably not meant for this
 * request. A statement for everyone is less likely to be meant than one that names somebody.
 */
function distance({ statement, mismatches }: Judged, { principal }: PolicyRequest): number {
  const isForOthers = mismatches.some(({ element }) => element === 'principal');
  const meant = isForOthers && !namesKind(statement, principal) ? 1 : 0;
  return mismatches.length + meant + (statement.principal.values.everyone ? 0.5 : 0);
}

function namesKind({ principal: { values } }: Statement, { kind }: Principal): boolean {
  return (kind === 'service' ? values.services : kind === 'identity' ? values.aws : []).length > 0;
}

/** A predicate; the statement is its subject. */
function describe(
  mismatch: Mismatch,
  { statement, mismatches }: Judged,
  request: PolicyRequest,
  scope: Scope,
): string {
  switch (mismatch.element) {
    case 'principal':
      return `names ${describeNames(statement.principal)} as its principal, not ${describePrincipal(request.principal)}`;
    case 'action':
      return `allows ${describeAction(statement.action, request.action)}`;
    case 'resource':
      return `covers ${describeResource(statement.resource, request.resource)}`;
    case 'condition': {
      const isAllowed = mismatches.every(({ element }) => element !== 'action');
      const applies = isAllowed ? `allows ${request.action}` : 'applies';
      const sent = describeSent(mismatch.condition.key, request.principal, scope);
      return `${applies} only when ${describeCondition(mismatch.condition)}, but ${sent}`;
    }
    case 'unsure':
      return `cannot be evaluated: ${mismatch.reason}`;
  }
}

function describeSent(key: string, principal: Principal, scope: Scope): string {
  const values = scope.valuesOf(key);
  return `${senderOf(principal)} sends ${values === undefined ? `no ${inAwsCase(key)}` : some(values, ' and ')}`;
}

const SERVICES: Readonly<Record<string, string>> = {
  'lambda.amazonaws.com': 'Lambda',
  's3.amazonaws.com': 'S3',
  'sns.amazonaws.com': 'SNS',
};

function senderOf(principal: Principal): string {
  return principal.kind === 'service' ? (SERVICES[principal.service] ?? principal.service) : 'the caller';
}

function describePrincipal(principal: Principal): string {
  switch (principal.kind) {
    case 'service':
      return principal.service;
    case 'identity':
      return principal.arn;
    case 'anonymous':
      return 'a caller without credentials';
  }
}

function describeAction({ values, not }: Element<readonly string[]>, action: string): string {
  return not ? `all actions except ${some(values, ', ')}` : `${some(values, ', ')}, not ${action}`;
}

function describeResource(element: Statement['resource'], resource: string): string {
  const { values, not } = element ?? { values: [], not: false };
  return not
    ? `all resources except ${some(values, ', ')}, so not ${resource}`
    : `${some(values, ', ')}, not ${resource}`;
}
