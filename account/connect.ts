import { type Aws, type AwsOptions, makeClients } from '../aws/clients.ts';
import { findDenial } from './denial.ts';

/**
 * Creates the clients of an account without a call to AWS. They retry throttled calls, with growing delays. When a resource's own
 * policy denies a call, the error names the statement.
 * @example
 * const aws = connect({ region: 'ap-northeast-1', profile: 'lena' });
 * const { Topics } = await aws.sns.send(new ListTopicsCommand({}));
 */
export function connect(options: AwsOptions): Aws {
  return makeClients(options, findDenial);
}
