/** Users of an account on the embedded AWS, which enforces their policies. */
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateUserCommand,
} from '@aws-sdk/client-iam';
import type { Aws, AwsOptions } from '../../aws/clients.ts';
import { given } from '../../solve/labs/given.ts';

export type AccessKey = NonNullable<AwsOptions['credentials']>;

/**
 * Makes a user with one policy. The policy is managed, because an inline policy is limited to fewer characters.
 * @param PolicyDocument as JSON.
 */
export async function createUser(
  { iam }: Pick<Aws, 'iam'>,
  UserName: string,
  PolicyDocument: string,
): Promise<AccessKey> {
  await iam.send(new CreateUserCommand({ UserName }));
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: UserName, PolicyDocument }));
  await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: given(Policy?.Arn) }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return { accessKeyId: given(AccessKey?.AccessKeyId), secretAccessKey: given(AccessKey?.SecretAccessKey) };
}

/** Makes a user who is allowed to do everything except these actions. */
export async function createUserWithout(aws: Pick<Aws, 'iam'>, ...Action: string[]): Promise<AccessKey> {
  const Statement = [
    { Effect: 'Allow', Action: '*', Resource: '*' },
    { Effect: 'Deny', Action, Resource: '*' },
  ];
  const name = `without-${Action.join('-').replaceAll(':', '-')}`;
  return createUser(aws, name, JSON.stringify({ Version: '2012-10-17', Statement }));
}
