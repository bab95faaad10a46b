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
  const custom = await createCustomRole(aws, names.custom, bucket);
  const lab = await createLabRole(aws, names.lab);
  return { custom, lab };
}

/** Task 4: the role that may write to the bucket and to logs. */
export async function createCustomRole(aws: Aws, name: string, bucket: string): Promise<BuiltRole> {
  const role = await createRole(aws, name);
  await putPolicy(aws, name, 'AWSLambda-CW', logsPolicy);
  await putPolicy(aws, name, 'AWSLambda-S3', bucketPolicy(`arn:aws:s3:::${bucket}`));
  return role;
}

/** Task 4: the role of the functions. */
export async function createLabRole(aws: Aws, name: string): Promise<BuiltRole> {
  const role = await createRole(aws, name);
  for (const policy of managedPolicies) await attachPolicy(aws, name, policy);
  await putPolicy(aws, name, 'CWLogsPolicy', logsPolicy);
  return role;
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
