import { GetRoleCommand, paginateListRoles } from '@aws-sdk/client-iam';
import type { Aws } from '../aws.ts';
import type { RoleFacts, Seen } from '../facts.ts';
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

/** Finds a role of the lab by its name. @param others names of roles that the functions have. */
export async function findRole(
  aws: Aws,
  read: (name: string) => Promise<Seen<BareRole>>,
  { name, suffix, others }: { name: string; suffix: string; others: readonly string[] },
): Promise<Seen<BareRole>> {
  for (const likely of new Set([`${name}${suffix}`, name])) {
    const seen = await read(likely);
    if (seen.kind !== 'absent') return seen;
  }
  const all = await see('iam:ListRoles', () => listRoles(aws));
  if (all.kind !== 'found') return all;
  const similar = all.value.filter((one) => resembles(one, name));
  return absent([...new Set([...similar, ...others])]);
}

async function listRoles({ iam }: Aws): Promise<string[]> {
  const names: string[] = [];
  for await (const { Roles = [] } of paginateListRoles({ client: iam }, { MaxItems: 1000 })) {
    names.push(...Roles.flatMap(({ RoleName }) => RoleName ?? []));
  }
  return names;
}
