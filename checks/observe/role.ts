import { GetRoleCommand, paginateListRoles } from '@aws-sdk/client-iam';
import type { Aws } from '../aws.ts';
import type { RoleFacts, Seen } from '../facts.ts';
import { foundIn } from '../tasks/found.ts';
import { see, unlessMissing } from '../trouble.ts';
import { resembles } from './names.ts';
import { parsePolicyText } from './policy-text.ts';
import { absent } from './seen.ts';

/** A role, without what it may do. */
export interface BareRole extends Omit<RoleFacts, 'permissions'> {
  /** ARN of the policy that bounds what it may do. */
  boundary: string | null;
}

export async function readRole({ iam }: Aws, name: string): Promise<Seen<BareRole>> {
  return see('iam:GetRole', async () => {
    const answer = await unlessMissing(iam.send(new GetRoleCommand({ RoleName: name })));
    if (answer?.Role === undefined) return undefined;
    const { Arn = '', RoleName = name, AssumeRolePolicyDocument, PermissionsBoundary } = answer.Role;
    const trust = parsePolicyText(AssumeRolePolicyDocument);
    return { arn: Arn, name: RoleName, trust, boundary: PermissionsBoundary?.PermissionsBoundaryArn || null };
  });
}

export interface RoleClues {
  /** What the lab calls it. */
  name: string;
  /** What NameSuffix added elsewhere: `-two`, or empty. */
  suffix: string;
  /** Names of roles that may have been meant for it. */
  others: readonly string[];
  read(name: string): Promise<Seen<BareRole>>;
  /** Names of the account's roles. */
  list(): Promise<Seen<readonly string[]>>;
}

/** Finds a role of the lab by its name. */
export async function findRole({ name, suffix, others, read, list }: RoleClues): Promise<Seen<BareRole>> {
  for (const likely of new Set([`${name}${suffix}`, name])) {
    const seen = await read(likely);
    if (seen.kind !== 'absent') return seen;
  }
  const all = await list();
  if (all.kind === 'unreadable') return all;
  const similar = (foundIn(all) ?? []).filter((one) => resembles(one, name));
  return absent([...new Set([...similar, ...others])]);
}

export async function listRoleNames({ iam }: Aws): Promise<Seen<readonly string[]>> {
  return see('iam:ListRoles', async () => {
    const names: string[] = [];
    for await (const { Roles = [] } of paginateListRoles({ client: iam }, { MaxItems: 1000 })) {
      names.push(...Roles.flatMap(({ RoleName }) => RoleName ?? []));
    }
    return names;
  });
}
