import type { Facts } from '../../account/facts.ts';
import { type NamedPolicy, readRolePolicies } from '../../account/observe/role-policies.ts';
import { foundIn } from '../../account/seen.ts';
import type { Aws } from '../../aws/clients.ts';
import type { RolePolicies } from '../model/hop-records.ts';

/** Reads the policies of the roles that the functions have. A role that cannot be read is left out. */
export async function policiesOfRoles(aws: Aws, { functions }: Facts): Promise<RolePolicies> {
  const arns = Object.values(functions).flatMap((one) => foundIn(one)?.roleArn ?? []);
  const read = async (arn: string): Promise<[string, readonly NamedPolicy[]][]> => {
    const policies = await readRolePolicies(aws, arn.split('/').at(-1) ?? '').catch(() => undefined);
    return policies === undefined ? [] : [[arn, policies]];
  };
  const found = await Promise.all([...new Set(arns)].map(read));
  return new Map(found.flat());
}
