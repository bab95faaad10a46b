/** Task 8. */
import { DeleteBucketLifecycleCommand, type LifecycleRule } from '@aws-sdk/client-s3';
import type { BuiltLab } from '../../labs/hand-built-lab.ts';
import { CLEANUP, putLifecycleRule, putLifecycleRules } from '../../labs/storage.ts';
import type { Mutant } from '../set-up.ts';

export const lifecycleMutants: readonly Mutant[] = [
  {
    name: 'no-lifecycle-rule',
    mistake: 'The lifecycle rule was never created.',
    apply: ({ aws, bucket }) => aws.s3.send(new DeleteBucketLifecycleCommand({ Bucket: bucket })),
    fails: ['8.rule'],
    hint: /has no lifecycle rule/,
  },
  ruled('lifecycle-rule-disabled', 'The rule is disabled.', { Status: 'Disabled' }, '8.rule', /is disabled/),
  ruled(
    'lifecycle-rule-for-another-folder',
    "The prefix of the rule is 'thumbnail/'.",
    { Filter: { Prefix: 'thumbnail/' } },
    '8.rule',
    /covers 'thumbnail\/', not ingest/,
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
    'The rule applies only to objects with a tag.',
    { Filter: { And: { Prefix: 'ingest/', Tags: [{ Key: 'old', Value: 'yes' }] } } },
    '8.rule',
    /has another filter/,
  ),
  ruled(
    'lifecycle-rule-of-seven-days',
    'Objects expire after 7 days.',
    { Expiration: { Days: 7 } },
    '8.expiration',
    /after 7 days, but the lab asks for 30/,
  ),
  ruled(
    'lifecycle-rule-without-noncurrent-versions',
    'Only the action for current versions is selected.',
    { NoncurrentVersionExpiration: undefined },
    '8.noncurrent',
    /noncurrent versions/,
  ),
  ruled(
    'lifecycle-rule-with-the-days-swapped',
    'Noncurrent versions are deleted after 30 days.',
    { NoncurrentVersionExpiration: { NoncurrentDays: 30 } },
    '8.noncurrent',
    /after 30 days, but the lab asks for 1/,
  ),
  beside(
    'lifecycle-rule-for-the-whole-bucket-is-shorter',
    'Another rule expires everything in the bucket after 1 day.',
    { ID: 'tidy', Filter: { Prefix: '' }, Expiration: { Days: 1 } },
    '8.expiration',
    /'tidy' for the whole bucket expires uploads after 1 day, .*S3 uses the shortest time/,
  ),
  beside(
    'lifecycle-rule-for-a-shorter-prefix-is-shorter',
    "Another rule with the prefix 'i' expires objects after 1 day.",
    { ID: 'tidy', Filter: { Prefix: 'i' }, Expiration: { Days: 1 } },
    '8.expiration',
    /'tidy' for 'i' expires uploads after 1 day/,
  ),
  beside(
    'lifecycle-rule-for-a-subfolder-is-shorter',
    "Another rule with the prefix 'ingest/2026/' expires objects after 7 days.",
    { ID: 'year', Filter: { Prefix: 'ingest/2026/' }, Expiration: { Days: 7 } },
    '8.expiration',
    /'year' for 'ingest\/2026\/' expires uploads after 7 days/,
  ),
  beside(
    'lifecycle-rule-for-small-objects-is-shorter',
    'Another rule expires objects smaller than one megabyte after 3 days.',
    {
      ID: 'small',
      Filter: { And: { Prefix: 'ingest/', ObjectSizeLessThan: 1_000_000 } },
      Expiration: { Days: 3 },
    },
    '8.expiration',
    /'small' for 'ingest\/' expires uploads after 3 days/,
  ),
  ruled(
    'lifecycle-rule-with-a-date',
    'Objects expire on a fixed date.',
    { Expiration: { Date: new Date('2027-01-31T00:00:00Z') } },
    '8.expiration',
    /deletes uploads on 2027-01-31, whatever their age/,
  ),
  ruled(
    'lifecycle-rule-for-delete-markers-only',
    'The rule deletes expired delete markers, but expires no objects.',
    { Expiration: { ExpiredObjectDeleteMarker: true } },
    '8.expiration',
    /only removes expired object delete markers/,
  ),
  ruled(
    'lifecycle-rule-that-keeps-versions',
    'The rule keeps the newest five noncurrent versions.',
    { NoncurrentVersionExpiration: { NoncurrentDays: 1, NewerNoncurrentVersions: 5 } },
    '8.noncurrent',
    /keeps the newest 5 noncurrent versions/,
  ),
];

/** The lab's rule is right, but there is another one. */
function beside(
  name: string,
  mistake: string,
  other: Omit<LifecycleRule, 'Status'>,
  fails: string,
  hint: RegExp,
): Mutant {
  const apply = ({ aws, bucket }: BuiltLab) =>
    putLifecycleRules(aws, bucket, [CLEANUP, { ...other, Status: 'Enabled' }]);
  return { name, mistake, apply, fails: [fails], hint };
}

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
