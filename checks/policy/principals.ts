import type { Element, PrincipalNames, Statement } from './parse.ts';
import type { Principal } from './request.ts';

/**
 * Whether a statement is for somebody. `{"AWS": "*"}` is for services and strangers too, an account for all in it, and a
 * role for its sessions. No other wildcards are known here.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function isFor({ effect, principal: { values, not } }: Statement, principal: Principal): boolean {
  if (!not) return names(values, principal);
  return effect === 'Deny' ? !isSpared(values, principal) : !names(values, principal);
}

/** `everyone but X`. */
export function describeNames({ values, not }: Element<PrincipalNames>): string {
  const all = [...values.aws, ...values.services, ...values.others];
  if (values.everyone) return not ? 'nobody' : 'everyone';
  return `${not ? 'everyone but ' : ''}${all.join(', ')}`;
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
 * A Deny with NotPrincipal spares only those of whom all is named: the account, the role, and its session. AWS "might
 * validate the account first, then the role, and then the assumed-role user".
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function isSpared(values: PrincipalNames, principal: Principal): boolean {
  if (values.everyone || principal.kind !== 'identity') return names(values, principal);
  return selves(principal).every((self) => values.aws.some((name) => isCalled(self, name)));
}

/** As what somebody can be named: an account, a role, or an ARN as it is. */
type Self = { account: string } | { account: string; role: string } | { arn: string };

function selves({ account, arn }: Principal & { kind: 'identity' }): Self[] {
  if (accountOf(arn) !== undefined) return [{ account }];
  const [, owner, role] = SESSION.exec(arn) ?? [];
  const itsRole = owner !== undefined && role !== undefined ? [{ account: owner, role }] : [];
  return [{ account }, ...itsRole, { arn }];
}

const SESSION = /^arn:[^:]+:sts::(\d{12}):assumed-role\/([^/]+)\/[^/]+$/;
/** With its path, of which a session's ARN does not tell. */
const ROLE = /^arn:[^:]+:iam::(\d{12}):role\/(?:.+\/)?([^/]+)$/;

function isCalled(self: Self, name: string): boolean {
  if ('arn' in self) return name === self.arn;
  if (!('role' in self)) return accountOf(name) === self.account;
  const [, account, role] = ROLE.exec(name) ?? [];
  return account === self.account && role === self.role;
}

/** An account is named by its id or as its root. */
function accountOf(name: string): string | undefined {
  return /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(name)?.[1];
}

/**
 * Names of services are equal letter by letter. Only a few services had one for each region, which AWS takes for the
 * same in that region.
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
