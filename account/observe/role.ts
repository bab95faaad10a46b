import { GetRoleCommand, paginateListRoles } from '@aws-sdk/client-iam';
import type { Aws } from '../../aws/clients.ts';
import { firstPages } from '../../aws/pages.ts';
import { unlessMissing } from '../../aws/trouble.ts';
import type { RoleFacts } from '../facts.ts';
import { absent, foundIn, type Seen, see } from '../seen.ts';
import { resembles } from './names.ts';
import { parsePolicyText } from './policy-text.ts';

/** A role without what it is allowed to do. */
export interface BareRole extends Omit<RoleFacts, 'permissions'> {
  /** The ARN of the role's permissions boundary. */
  boundary: string | null;
}

export async function readRole({ iam }: Aws, name: string): Promise<Seen<BareRole>> {
  return see('iam:GetRole', async () => {
    const answer = await unlessMissing(iam.send(new GetRoleCommand({ RoleName: name })));
    if (answer?.Role === undefined) return undefined;
    const {
      Arn = '',
      RoleName = name,
      AssumeRolePolicyDocument,
      PermissionsBoundary,
      CreateDate,
    } = answer.Role;
    const trust = parsePolicyText(AssumeRolePolicyDocument);
    const boundary = PermissionsBoundary?.PermissionsBoundaryArn || null;
    return {
      arn: Arn,
      name: RoleName,
      trust,
      boundary,
      ...(CreateDate && { createdAt: CreateDate.toISOString() }),
    };
  });
}

export interface RoleClues {
  /** The lab's name for the role. */
  name: string;
  /** The suffix that NameSuffix added to other names: `-two`, or empty. */
  suffix: string;
  /** The names of roles that the learner may have made instead of this role. */
  others: readonly string[];
  read(name: string): Promise<Seen<BareRole>>;
  /** The names of the account's roles. */
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
    for await (const { Roles = [] } of firstPages(paginateListRoles({ client: iam }, { MaxItems: 1000 }))) {
      names.push(...Roles.flatMap(({ RoleName }) => RoleName ?? []));
    }
    return names;
  });
}
