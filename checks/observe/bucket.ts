import {
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  type LifecycleRule,
} from '@aws-sdk/client-s3';
import type { Aws } from '../aws.ts';
import type { BucketFacts, LifecycleRuleFacts, Seen } from '../facts.ts';
import { see, unlessMissing } from '../trouble.ts';
import type { BucketReader } from './bucket-reader.ts';
import { parsePolicyText } from './policy-text.ts';
import { absent } from './seen.ts';
import { readUploads } from './uploads.ts';

/** Tasks 3.2, 6 and 8. */
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

/** S3's words to who asks in a region about a bucket of another. */
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

/** A rule's prefix can be in three places, by its age and by what else it has. */
export function lifecycleRuleFacts(rule: LifecycleRule): LifecycleRuleFacts {
  const { And: and, Tag, ObjectSizeGreaterThan: more, ObjectSizeLessThan: less } = rule.Filter ?? {};
  const further = [Tag, more, less, and?.ObjectSizeGreaterThan, and?.ObjectSizeLessThan];
  return {
    id: rule.ID ?? '',
    enabled: rule.Status === 'Enabled',
    prefix: rule.Filter?.Prefix ?? and?.Prefix ?? rule.Prefix ?? '',
    narrowed: further.some((one) => one !== undefined) || (and?.Tags ?? []).length > 0,
    expirationDays: rule.Expiration?.Days ?? null,
    noncurrentDays: rule.NoncurrentVersionExpiration?.NoncurrentDays ?? null,
  };
}
