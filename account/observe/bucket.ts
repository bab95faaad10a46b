import {
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  type LifecycleRule,
} from '@aws-sdk/client-s3';
import type { Aws } from '../../aws/clients.ts';
import { unlessMissing } from '../../aws/trouble.ts';
import type { BucketFacts, LifecycleRuleFacts } from '../facts.ts';
import { absent, type Seen, see } from '../seen.ts';
import type { BucketReader } from './bucket-reader.ts';
import { parsePolicyText } from './policy-text.ts';
import { readUploads } from './uploads.ts';

/** Reads the bucket for tasks 3.2, 6 and 8. */
export async function observeBucket(
  aws: Aws,
  reader: BucketReader,
  name: string,
): Promise<Seen<BucketFacts>> {
  const notifications = await reader.notifications(name);
  if (notifications.kind === 'unreadable' && isElsewhere(notifications.trouble.message)) {
    return absent([`${name} (in another region)`]);
  }
  if (notifications.kind !== 'found') return notifications;
  const [policy, lifecycleRules, keys] = await Promise.all([
    see('s3:GetBucketPolicy', () => readPolicy(aws, name)),
    see('s3:GetLifecycleConfiguration', () => readLifecycleRules(aws, name)),
    see('s3:ListBucket', () => readUploads(aws, name)),
  ]);
  if (policy.kind !== 'found') return policy;
  if (lifecycleRules.kind !== 'found') return lifecycleRules;
  if (keys.kind !== 'found') return keys;
  const value = {
    name,
    notifications: notifications.value,
    lifecycleRules: lifecycleRules.value,
    ...keys.value,
  };
  return { kind: 'found', value: { ...value, policy: policy.value.json } };
}

/** Recognizes the errors that S3 returns when the bucket is in another region. */
function isElsewhere(message: string): boolean {
  return /must be addressed using the specified endpoint|region .* is wrong; expecting/i.test(message);
}

async function readPolicy({ s3 }: Aws, Bucket: string): Promise<{ json: unknown }> {
  const answer = await unlessMissing(s3.send(new GetBucketPolicyCommand({ Bucket })));
  return { json: parsePolicyText(answer?.Policy) };
}

async function readLifecycleRules({ s3 }: Aws, Bucket: string): Promise<LifecycleRuleFacts[]> {
  const answer = await unlessMissing(s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket })));
  return (answer?.Rules ?? []).map(lifecycleRuleFacts);
}

/**
 * Reads a lifecycle rule. Its prefix can be in three places, depending on the rule's age and on its other filters.
 */
export function lifecycleRuleFacts(rule: LifecycleRule): LifecycleRuleFacts {
  const { And: and, Tag, ObjectSizeGreaterThan: more, ObjectSizeLessThan: less } = rule.Filter ?? {};
  const tags = (and?.Tags ?? []).length + (Tag === undefined ? 0 : 1);
  const moreThan = more ?? and?.ObjectSizeGreaterThan ?? null;
  const lessThan = less ?? and?.ObjectSizeLessThan ?? null;
  const { Date: date, Days: days, ExpiredObjectDeleteMarker: markers } = rule.Expiration ?? {};
  const { NoncurrentDays, NewerNoncurrentVersions } = rule.NoncurrentVersionExpiration ?? {};
  return {
    id: rule.ID ?? '',
    enabled: rule.Status === 'Enabled',
    prefix: rule.Filter?.Prefix ?? and?.Prefix ?? rule.Prefix ?? '',
    narrowed: tags > 0 || moreThan !== null || lessThan !== null,
    limits: { moreThan, lessThan, tags },
    expirationDays: days ?? null,
    expirationDate: date === undefined ? null : new Date(date).toISOString().slice(0, 10),
    noncurrentDays: NoncurrentDays ?? null,
    keptVersions: NewerNoncurrentVersions ?? 0,
    expiresDeleteMarkers: markers ?? false,
  };
}
