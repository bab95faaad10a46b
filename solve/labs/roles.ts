import { AttachRolePolicyCommand, CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import type { Aws } from '../../aws/clients.ts';
import { given } from './given.ts';
import type { LabNames } from './names.ts';
import { bucketPolicy, logsPolicy, managedPolicies, trustPolicy } from './policies.ts';

export interface BuiltRole {
  name: string;
  arn: string;
}

/** Task 4: both roles. */
export async function createRoles(
  aws: Aws,
  names: LabNames['roles'],
  bucket: string,
): Promise<Readonly<Record<'custom' | 'lab', BuiltRole>>> {
  const custom = await createRole(aws, names.custom);
  await putPolicy(aws, custom.name, 'AWSLambda-CW', logsPolicy);
  await putPolicy(aws, custom.name, 'AWSLambda-S3', bucketPolicy(`arn:aws:s3:::${bucket}`));
  const lab = await createRole(aws, names.lab);
  for (const policy of managedPolicies) await attachPolicy(aws, lab.name, policy);
  await putPolicy(aws, lab.name, 'CWLogsPolicy', logsPolicy);
  return { custom, lab };
}

export async function createRole(
  { iam }: Aws,
  name: string,
  trust: object = trustPolicy(),
): Promise<BuiltRole> {
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: JSON.stringify(trust) }),
  );
  return { name, arn: given(Role?.Arn) };
}

/** Attaches a managed policy of AWS. */
export async function attachPolicy({ iam }: Aws, role: string, policy: string): Promise<void> {
  const PolicyArn = `arn:aws:iam::aws:policy/${policy}`;
  await iam.send(new AttachRolePolicyCommand({ RoleName: role, PolicyArn }));
}

/** Writes an inline policy. */
export async function putPolicy({ iam }: Aws, role: string, name: string, policy: object): Promise<void> {
  const PolicyDocument = JSON.stringify(policy);
  await iam.send(new PutRolePolicyCommand({ RoleName: role, PolicyName: name, PolicyDocument }));
}
