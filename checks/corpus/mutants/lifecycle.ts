/** Task 8. */
import { DeleteBucketLifecycleCommand, type LifecycleRule } from '@aws-sdk/client-s3';
import type { BuiltLab } from '../hand-built-lab.ts';
import { putLifecycleRule } from '../lab/storage.ts';
import type { Mutant } from '../set-up.ts';

export const lifecycleMutants: readonly Mutant[] = [
  {
    name: 'no-lifecycle-rule',
    mistake: 'The lifecycle rule was never made.',
    apply: ({ aws, bucket }) => aws.s3.send(new DeleteBucketLifecycleCommand({ Bucket: bucket })),
    fails: ['8.rule'],
    hint: /has no lifecycle rule/,
  },
  ruled('lifecycle-rule-disabled', 'The rule is disabled.', { Status: 'Disabled' }, '8.rule', /is disabled/),
  ruled(
    'lifecycle-rule-for-another-folder',
    "The rule's prefix is 'thumbnail/'.",
    { Filter: { Prefix: 'thumbnail/' } },
    '8.rule',
    /is for 'thumbnail\/', not for ingest/,
  ),
  ruled(
    'lifecycle-rule-for-the-whole-bucket',
    'The rule applies to all objects in the bucket.',
    { Filter: { Prefix: '' } },
    '8.rule',
    /whole bucket/,
  ),
  ruled(
    'lifecycle-rule-for-tagged-objects',
    'The rule is limited to objects with a tag as well.',
    { Filter: { And: { Prefix: 'ingest/', Tags: [{ Key: 'old', Value: 'yes' }] } } },
    '8.rule',
    /further filter/,
  ),
  ruled(
    'lifecycle-rule-of-seven-days',
    'Objects expire after 7 days.',
    { Expiration: { Days: 7 } },
    '8.expiration',
    /after 7 days; the lab asks for 30/,
  ),
  ruled(
    'lifecycle-rule-without-noncurrent-versions',
    'Only the action for current versions is ticked.',
    { NoncurrentVersionExpiration: undefined },
    '8.noncurrent',
    /noncurrent versions/,
  ),
  ruled(
    'lifecycle-rule-with-the-days-swapped',
    'Noncurrent versions are deleted after 30 days.',
    { NoncurrentVersionExpiration: { NoncurrentDays: 30 } },
    '8.noncurrent',
    /after 30 days; the lab asks for 1/,
  ),
];

function ruled(
  name: string,
  mistake: string,
  changes: Partial<LifecycleRule>,
  fails: string,
  hint: RegExp,
): Mutant {
  const apply = ({ aws, bucket }: BuiltLab) => putLifecycleRule(aws, bucket, changes);
  return { name, mistake, apply, fails: [fails], hint };
}
