/**
 * What a bucket's lifecycle rules do to an object. When several rules cover it, S3 uses the shortest time.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-conflicts.html
 */
import type { LifecycleRuleFacts } from '../../account/facts.ts';

/** An object without tags, as in the lab. */
export interface SampleObject {
  key: string;
  bytes: number;
}

/** When an object is deleted, and by which rule. */
export interface Fate {
  rule: LifecycleRuleFacts;
  days: number;
}

export function covers(rule: LifecycleRuleFacts, { key, bytes }: SampleObject): boolean {
  const { moreThan = null, lessThan = null, tags = 0 } = rule.limits ?? {};
  // Facts of an older grader say only that the rule has another filter.
  if (rule.limits === undefined && rule.narrowed) return false;
  const fits = (moreThan === null || bytes > moreThan) && (lessThan === null || bytes < lessThan);
  return rule.enabled && tags === 0 && fits && key.startsWith(rule.prefix);
}

/** When the current version of an object expires, in days. For rules with a date see `datesOf`. */
export function expirationOf(rules: readonly LifecycleRuleFacts[], object: SampleObject): Fate | undefined {
  return shortest(rules, object, ({ expirationDays }) => expirationDays);
}

/** Rules that delete an object on a fixed date, whatever its age. */
export function datesOf(rules: readonly LifecycleRuleFacts[], object: SampleObject): LifecycleRuleFacts[] {
  return rules.filter((rule) => covers(rule, object) && (rule.expirationDate ?? null) !== null);
}

/** When all noncurrent versions of an object are deleted. Rules that keep some of them do not count. */
export function noncurrentOf(rules: readonly LifecycleRuleFacts[], object: SampleObject): Fate | undefined {
  return shortest(rules, object, ({ noncurrentDays, keptVersions = 0 }) =>
    keptVersions > 0 ? null : noncurrentDays,
  );
}

/** Uploads that rules may treat differently: in several folders within `ingest/`, and of several sizes. */
export function sampleUploads(rules: readonly LifecycleRuleFacts[]): SampleObject[] {
  const below = rules.map(({ prefix }) => prefix).filter((prefix) => prefix.startsWith('ingest/'));
  const keys = ['ingest/a.jpg', 'ingest/below/b.jpg', ...below.map((prefix) => `${prefix}.jpg`)];
  const bounds = rules.flatMap(({ limits }) => [limits?.moreThan ?? null, limits?.lessThan ?? null]);
  const sizes = bounds.flatMap((bound) => (bound === null ? [] : [bound - 1, bound, bound + 1]));
  const bytes = [...new Set([100_000, 5_000_000, ...sizes])].filter((size) => size > 0);
  return [...new Set(keys)].flatMap((key) => bytes.map((size) => ({ key, bytes: size })));
}

function shortest(
  rules: readonly LifecycleRuleFacts[],
  object: SampleObject,
  daysOf: (rule: LifecycleRuleFacts) => number | null,
): Fate | undefined {
  const fates = rules.flatMap((rule) => {
    const days = covers(rule, object) ? daysOf(rule) : null;
    return days === null ? [] : [{ rule, days }];
  });
  return fates.toSorted((one, other) => one.days - other.days)[0];
}
