import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { type AwsOptions, placeOf } from '../aws/clients.ts';
import readOnlyPolicy from '../checks/rights/read-only.json' with { type: 'json' };
import type { Access } from './learner.ts';

/** The read-only policy of the grader. It is shorter than AWS's limit of 2,048 characters for a session policy. */
const READ_ONLY = JSON.stringify(readOnlyPolicy);

interface Assuming {
  /** The instructor's own account. */
  base: AwsOptions;
  /** Limits the session to reading, even when the role allows more. */
  readOnly: boolean;
  signal?: AbortSignal | undefined;
}

/**
 * Assumes the grader's role in a learner's account.
 * @returns the credentials of the session, which exist only in memory.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
 */
export async function assumeRole(
  { roleArn, externalId }: Extract<Access, { kind: 'role' }>,
  { base, readOnly, signal }: Assuming,
): Promise<NonNullable<AwsOptions['credentials']>> {
  const sts = new STSClient({
    ...placeOf(base).place,
    ...{ retryMode: 'adaptive', maxAttempts: 6 },
    requestHandler: { connectionTimeout: 5000, requestTimeout: 20_000 },
  });
  try {
    const command = new AssumeRoleCommand({
      ...{ RoleArn: roleArn, ExternalId: externalId, RoleSessionName: 'image-lab-grader' },
      ...(readOnly && { Policy: READ_ONLY }),
    });
    const { Credentials } = await sts.send(command, signal ? { abortSignal: signal } : {});
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
    return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  } finally {
    sts.destroy();
  }
}
