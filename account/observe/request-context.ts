import type { Place } from './place.ts';
import type { BareRole } from './role.ts';

/**
 * Returns the condition keys that AWS itself adds to a request.
 * @param caller ARN of the Lambda function that makes the request, if any.
 */
export function contextOf(
  { account, region }: Place,
  { arn }: BareRole,
  caller?: string,
): Record<string, string> {
  return {
    'aws:SecureTransport': 'true',
    'aws:RequestedRegion': region,
    'aws:PrincipalAccount': account,
    'aws:PrincipalArn': arn,
    'aws:ResourceAccount': account,
    's3:ResourceAccount': account,
    ...(caller !== undefined && { 'lambda:SourceFunctionArn': caller }),
  };
}
