import type { BucketFacts, LifecycleRuleFacts } from '../facts.ts';
import type { Finding, Task } from '../step.ts';
import { fail, notYet, pass, waits } from './found.ts';
import { withBucket } from './task-3.ts';

export const task8: Task = {
  id: '8',
  title: 'Old uploads are deleted',
  optional: true,
  guide: 'lab/README.md#task-8',
  steps: [
    {
      id: '8.rule',
      title: 'An enabled lifecycle rule for ingest/',
      points: 2,
      needs: ['3.2.bucket'],
      verify: (facts) => withBucket(facts, hasRule),
    },
    {
      id: '8.expiration',
      title: 'It expires uploads after 30 days',
      points: 2,
      needs: ['8.rule'],
      verify: (facts) =>
        withBucket(facts, (bucket) =>
          hasDays(bucket, 'expirationDays', 30, (days) =>
            days === null
              ? 'No rule for ingest/ expires current versions of objects.'
              : `The rule for ingest/ expires objects after ${days} days; the lab asks for 30.`,
          ),
        ),
    },
    {
      id: '8.noncurrent',
      title: 'It deletes noncurrent versions after 1 day',
      points: 1,
      needs: ['8.rule'],
      verify: (facts) =>
        withBucket(facts, (bucket) =>
          hasDays(bucket, 'noncurrentDays', 1, (days) =>
            days === null
              ? 'No rule for ingest/ deletes noncurrent versions of objects.'
              : `The rule for ingest/ deletes noncurrent versions after ${days} days; the lab asks for 1.`,
          ),
        ),
    },
  ],
};

function isForUploads({ enabled, prefix, narrowed }: LifecycleRuleFacts): boolean {
  return enabled && !narrowed && prefix.startsWith('ingest') && 'ingest/'.startsWith(prefix);
}

function hasRule({ name, lifecycleRules }: BucketFacts): Finding {
  const evidence = { rules: lifecycleRules };
  if (lifecycleRules.some(isForUploads)) return pass(evidence);
  const [rule] = lifecycleRules;
  if (rule === undefined) {
    return notYet(`the bucket ${name} has no lifecycle rule. See its Management.`, evidence);
  }
  return fail(`The lifecycle rule '${rule.id}' ${problem(rule)}`, evidence);
}

function problem({ enabled, prefix, narrowed }: LifecycleRuleFacts): string {
  if (!enabled) return 'is disabled.';
  if (narrowed) return 'has a further filter, by tags or sizes, and leaves some uploads alone.';
  return prefix === ''
    ? 'is for the whole bucket: it deletes the resized pictures too.'
    : `is for '${prefix}', not for ingest/.`;
}

function hasDays(
  { lifecycleRules }: BucketFacts,
  which: 'expirationDays' | 'noncurrentDays',
  wanted: number,
  hint: (days: number | null) => string,
): Finding {
  const rules = lifecycleRules.filter(isForUploads);
  if (rules.length === 0) return waits();
  const days = rules.flatMap((rule) => rule[which] ?? []);
  // Of several rules the shortest counts.
  const shortest = days.length === 0 ? null : Math.min(...days);
  return shortest === wanted ? pass({ days: shortest }) : fail(hint(shortest), { days: shortest });
}
