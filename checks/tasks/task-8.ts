import type { BucketFacts, LifecycleRuleFacts } from '../../account/facts.ts';
import { taskPage } from '../../lab/task-page.ts';
import type { Finding, Task } from '../step.ts';
import { fail, notYet, pass } from './found.ts';
import {
  covers,
  datesOf,
  expirationOf,
  noncurrentOf,
  type SampleObject,
  sampleUploads,
} from './lifecycle.ts';
import { withBucket } from './task-3.ts';

export const task8: Task = {
  id: '8',
  title: 'Old uploads are deleted',
  optional: true,
  guide: taskPage('8'),
  steps: [
    {
      id: '8.rule',
      title: 'An enabled lifecycle rule covers ingest/',
      points: 2,
      needs: ['3.2.bucket'],
      verify: (facts) => withBucket(facts, hasRule),
    },
    {
      id: '8.expiration',
      title: 'Uploads expire after 30 days',
      points: 2,
      needs: ['8.rule'],
      verify: (facts) => withBucket(facts, expiresUploads),
    },
    {
      id: '8.noncurrent',
      title: 'Noncurrent versions are deleted after 1 day',
      points: 1,
      needs: ['8.rule'],
      verify: (facts) => withBucket(facts, deletesNoncurrent),
    },
  ],
};

const EXPIRATION_DAYS = 30;
const NONCURRENT_DAYS = 1;

/** Whether a rule's prefix covers only uploads, and no other folder of the lab. */
function isMeantForUploads({ prefix }: LifecycleRuleFacts): boolean {
  return prefix === 'ingest' || prefix.startsWith('ingest/');
}

function hasRule({ name, lifecycleRules }: BucketFacts): Finding {
  const evidence = { rules: lifecycleRules };
  const meant = lifecycleRules.filter(isMeantForUploads);
  const missed = sampleUploads(meant).find((upload) => !meant.some((rule) => covers(rule, upload)));
  if (missed === undefined) return pass(evidence);
  const rule = meant.find(({ enabled }) => enabled) ?? meant[0] ?? lifecycleRules[0];
  if (rule === undefined) {
    return notYet(`the bucket ${name} has no lifecycle rule. ${MANAGEMENT}`, evidence);
  }
  return fail(`The lifecycle rule '${rule.id}' ${problem(rule)} ${MANAGEMENT}`, evidence);
}

const MANAGEMENT = "See the bucket's Management tab.";

function problem({ enabled, prefix, narrowed }: LifecycleRuleFacts): string {
  if (!enabled) return 'is disabled.';
  if (narrowed) return 'has another filter, by tags or size, so it skips some uploads.';
  return prefix === ''
    ? 'covers the whole bucket, so it also deletes the resized pictures.'
    : `covers '${prefix}', not ingest/.`;
}

function expiresUploads({ lifecycleRules: rules }: BucketFacts): Finding {
  const uploads = sampleUploads(rules);
  const [dated] = uploads.flatMap((upload) => datesOf(rules, upload));
  if (dated !== undefined) {
    const hint = `The lifecycle rule ${inWords(dated)} deletes uploads on ${dated.expirationDate}, whatever their age. The lab asks for ${EXPIRATION_DAYS} days after the upload.`;
    return fail(hint, { rule: dated });
  }
  return judgeFates(rules, uploads, {
    fateOf: expirationOf,
    wanted: EXPIRATION_DAYS,
    none: whyNoExpiration(rules),
    does: 'expires',
    what: 'uploads',
  });
}

function whyNoExpiration(rules: readonly LifecycleRuleFacts[]): string {
  const onlyMarkers = rules.find((rule) => isMeantForUploads(rule) && rule.expiresDeleteMarkers);
  return onlyMarkers === undefined
    ? 'No rule for ingest/ expires current versions of objects.'
    : `The lifecycle rule ${inWords(onlyMarkers)} only removes expired object delete markers. It does not expire current versions.`;
}

function deletesNoncurrent({ lifecycleRules: rules }: BucketFacts): Finding {
  const uploads = sampleUploads(rules);
  const keeping = rules.find(
    (rule) => (rule.keptVersions ?? 0) > 0 && uploads.some((upload) => covers(rule, upload)),
  );
  return judgeFates(rules, uploads, {
    fateOf: noncurrentOf,
    wanted: NONCURRENT_DAYS,
    none:
      keeping === undefined
        ? 'No rule for ingest/ deletes noncurrent versions of objects.'
        : `The lifecycle rule ${inWords(keeping)} keeps the newest ${keeping.keptVersions} noncurrent versions of each object. The lab asks to delete all of them after ${NONCURRENT_DAYS} day.`,
    does: 'deletes',
    what: 'noncurrent versions',
  });
}

interface Wanted {
  fateOf: typeof expirationOf;
  wanted: number;
  /** The hint when no rule does this. */
  none: string;
  does: string;
  what: string;
}

/** The same rule has to hold for all uploads. */
function judgeFates(
  rules: readonly LifecycleRuleFacts[],
  uploads: readonly SampleObject[],
  { fateOf, wanted, none, does, what }: Wanted,
): Finding {
  const fates = uploads.map((upload) => fateOf(rules, upload));
  const wrong = fates.findIndex((fate) => fate?.days !== wanted);
  if (wrong === -1) return pass({ days: wanted });
  const fate = fates[wrong];
  if (fate === undefined) return fail(none, { days: null });
  const others = rules.some((rule) => rule.id !== fate.rule.id && rule.enabled);
  const why = others && fate.days < wanted ? ' When several rules apply, S3 uses the shortest time.' : '';
  const hint = `The lifecycle rule ${inWords(fate.rule)} ${does} ${what} after ${fate.days} ${fate.days === 1 ? 'day' : 'days'}, but the lab asks for ${wanted}.${why}`;
  return fail(hint, { days: fate.days, rule: fate.rule });
}

function inWords({ id, prefix }: LifecycleRuleFacts): string {
  const scope = prefix === '' ? 'the whole bucket' : `'${prefix}'`;
  return id === '' ? `for ${scope}` : `'${id}' for ${scope}`;
}
