import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { evaluatePolicy, type PolicyRequest, type Principal } from '../../account/policy/evaluate.ts';

export const REGION = 'ap-northeast-1';
/** The account that owns the resources. */
export const OWNER = '111111111111';
export const OTHER = '222222222222';

export interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

export interface Requester {
  principal: Principal & { kind: 'identity' };
  keys: Keys;
  /** What the requester's own policies allow. A root user is allowed everything. */
  own: 'nothing' | 'everything';
}

export const rootOf = (account: string): Requester => ({
  principal: { kind: 'identity', account, arn: `arn:aws:iam::${account}:root` },
  keys: { accessKeyId: account, secretAccessKey: 'local' },
  own: 'everything',
});

/** Returns options for SDK clients that make requests as this requester. */
export const clientOptions = (endpoint: string, { keys }: Requester) => ({
  endpoint,
  region: REGION,
  credentials: keys,
  maxAttempts: 1,
});

const ALL = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: '*', Resource: '*' },
});

/** Makes an IAM user. */
export async function createUser(
  endpoint: string,
  account: string,
  UserName: string,
  own: Requester['own'],
): Promise<Requester> {
  const iam = new IAMClient(clientOptions(endpoint, rootOf(account)));
  await iam.send(new CreateUserCommand({ UserName }));
  if (own === 'everything') {
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'all', PolicyDocument: ALL }));
  }
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  const keys = {
    accessKeyId: AccessKey?.AccessKeyId ?? '',
    secretAccessKey: AccessKey?.SecretAccessKey ?? '',
  };
  return {
    principal: { kind: 'identity', account, arn: `arn:aws:iam::${account}:user/${UserName}` },
    keys,
    own,
  };
}

/** Makes a role and assumes it. */
export async function createSession(
  endpoint: string,
  account: string,
  RoleName: string,
  own: Requester['own'],
): Promise<Requester> {
  const options = clientOptions(endpoint, rootOf(account));
  const iam = new IAMClient(options);
  const trust = {
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' },
  };
  const AssumeRolePolicyDocument = JSON.stringify(trust);
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  if (own === 'everything') {
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'all', PolicyDocument: ALL }));
  }
  const RoleArn = `arn:aws:iam::${account}:role/${RoleName}`;
  const { Credentials } = await new STSClient(options).send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: 'session' }),
  );
  const keys = {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
  const arn = `arn:aws:sts::${account}:assumed-role/${RoleName}/session`;
  return { principal: { kind: 'identity', account, arn }, keys, own };
}

/**
 * Tells whether a request is allowed, according to the resource's policy and the requester's own policies.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
export function goesThrough({ principal, own }: Requester, policy: object, request: PolicyRequest): boolean {
  const { decision } = evaluatePolicy(policy, request);
  if (principal.account !== OWNER) return decision === 'allow' && own === 'everything';
  if (decision === 'explicit-deny' || own === 'everything') return decision !== 'explicit-deny';
  // A statement that names only the account leaves the decision to the identity's own policies.
  return evaluatePolicy(withoutAccounts(policy), request).decision === 'allow';
}

function withoutAccounts(policy: object): object {
  const isAccount = (name: string) => /^(arn:aws:iam::)?\d{12}(:root)?$/.test(name);
  return JSON.parse(JSON.stringify(policy), (key, value) =>
    key === 'AWS' ? [value].flat().map((name: string) => (isAccount(name) ? 'nobody' : name)) : value,
  );
}

/** @throws every error that is not a denial. */
export async function isLetThrough(request: Promise<unknown>): Promise<boolean> {
  try {
    await request;
    return true;
  } catch (error) {
    const isDenial =
      error instanceof Error && /AccessDenied|InvalidArgument/.test(`${error.name} ${error.message}`);
    if (isDenial) return false;
    throw error;
  }
}
