import type { Place } from './place.ts';
import type { BareRole } from './role.ts';

/** What AWS itself would know of the request. */
export function contextOf({ account, region }: Place, { arn }: BareRole): Record<string, string> {
  return {
    'aws:SecureTransport': 'true',
    'aws:RequestedRegion': region,
    'aws:PrincipalAccount': account,
    'aws:PrincipalArn': arn,
    'aws:ResourceAccount': account,
    's3:ResourceAccount': account,
  };
}
