import { GetRolePolicyCommand, paginateListRolePolicies } from '@aws-sdk/client-iam';
import type { Aws } from '../../aws/clients.ts';
import { firstPages } from '../../aws/pages.ts';
import { unlessMissing } from '../../aws/trouble.ts';
import { type Seen, see } from '../seen.ts';
import { parsePolicyText } from './policy-text.ts';

/**
 * Lists the buckets whose ARNs, or whose objects' ARNs, appear anywhere in a policy. Names with wildcards are left
 * out.
 */
export function bucketsInPolicy(policy: unknown): string[] {
  const arns = JSON.stringify(policy ?? null).matchAll(/arn:aws[a-z-]*:s3:[^:"]*:[^:"]*:([^"/]+)/g);
  const names = [...arns].flatMap(([, name]) => name ?? []);
  return [...new Set(names)].filter((name) => /^[a-z0-9][a-z0-9.-]+$/.test(name));
}

/** Reads the inline policies of a role as JSON. */
export async function readInlinePolicies({ iam }: Aws, RoleName: string): Promise<Seen<readonly unknown[]>> {
  const listed = await see('iam:ListRolePolicies', async () => {
    const names: string[] = [];
    for await (const { PolicyNames = [] } of firstPages(
      paginateListRolePolicies({ client: iam }, { RoleName }),
    )) {
      names.push(...PolicyNames);
    }
    return names;
  });
  if (listed.kind !== 'found') return listed;
  const readOne = async (PolicyName: string) => {
    const answer = await unlessMissing(iam.send(new GetRolePolicyCommand({ RoleName, PolicyName })));
    return parsePolicyText(answer?.PolicyDocument);
  };
  return see('iam:GetRolePolicy', () => Promise.all(listed.value.map(readOne)));
}
