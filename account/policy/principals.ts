import type { Element, PrincipalNames, Statement } from './parse.ts';
import type { Principal } from './request.ts';

/**
 * Whether a statement's principal covers somebody. `{"AWS": "*"}` also covers services and strangers, an account covers
 * every identity in it, and a role covers its sessions. IAM has no other wildcards here.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function isFor({ effect, principal: { values, not } }: Statement, principal: Principal): boolean {
  if (!not) return names(values, principal);
  return effect === 'Deny' ? !isSpared(values, principal) : !names(values, principal);
}

/** Names a statement's principals in words: `everyone except X`. */
export function describeNames({ values, not }: Element<PrincipalNames>): string {
  const all = [...values.aws, ...values.services, ...values.others];
  if (values.everyone) return not ? 'nobody' : 'everyone';
  return `${not ? 'everyone except ' : ''}${all.join(', ')}`;
}

function names({ everyone, aws, services }: PrincipalNames, principal: Principal): boolean {
  if (everyone) return true;
  switch (principal.kind) {
    case 'service':
      return services.some((service) => isSameService(service, principal.service));
    case 'identity':
      return aws.some((name) => selves(principal).some((self) => isCalled(self, name)));
    case 'anonymous':
      return false;
  }
}

/**
 * A Deny with NotPrincipal spares a session only when the account, the role and the session are all named. AWS "might
 * validate the account first, then the role, and then the assumed-role user".
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function isSpared(values: PrincipalNames, principal: Principal): boolean {
  if (values.everyone || principal.kind !== 'identity') return names(values, principal);
  return selves(principal).every((self) => values.aws.some((name) => isCalled(self, name)));
}

/** The names by which a policy can refer to somebody: an account, a role, or an exact ARN. */
type Self = { account: string } | { account: string; role: string } | { arn: string };

function selves({ account, arn }: Principal & { kind: 'identity' }): Self[] {
  if (accountOf(arn) !== undefined) return [{ account }];
  const [, owner, role] = SESSION.exec(arn) ?? [];
  const itsRole = owner !== undefined && role !== undefined ? [{ account: owner, role }] : [];
  return [{ account }, ...itsRole, { arn }];
}

const SESSION = /^arn:[^:]+:sts::(\d{12}):assumed-role\/([^/]+)\/[^/]+$/;
/** A role may have a path, which the ARN of its sessions does not contain. */
const ROLE = /^arn:[^:]+:iam::(\d{12}):role\/(?:.+\/)?([^/]+)$/;

function isCalled(self: Self, name: string): boolean {
  if ('arn' in self) return name === self.arn;
  if (!('role' in self)) return accountOf(name) === self.account;
  const [, account, role] = ROLE.exec(name) ?? [];
  return account === self.account && role === self.role;
}

/** A policy names an account by its id or by its root. */
function accountOf(name: string): string | undefined {
  return /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(name)?.[1];
}

/**
 * Compares the names of services exactly, with one exception: a few services had a name for each region, and AWS treats
 * that as the global name in the same region.
 * @see https://github.com/aws/aws-cdk/pull/30832
 */
function isSameService(one: string, other: string): boolean {
  return one === other || globalName(one) === other || one === globalName(other);
}

function globalName(service: string): string {
  return service.replace(
    /^(codedeploy|logs|states)\.[a-z]+(?:-[a-z]+)+-\d\.amazonaws\.com$/,
    '$1.amazonaws.com',
  );
}
