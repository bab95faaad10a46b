import type { BucketFacts, Facts, NotificationFacts, TopicFacts } from '../../account/facts.ts';
import { evaluatePolicy } from '../../account/policy/evaluate.ts';
import { foundIn } from '../../account/seen.ts';
import { taskPage } from '../../lab/task-page.ts';
import type { Advice, Finding, Task } from '../step.ts';
import { absentUnless, fail, judge, notYet, pass, waits } from './found.ts';
import { STRANGER, s3Publishes, strangersAsk, whyNot } from './requests.ts';
import { withTopic } from './task-1.ts';

export const task31: Task = {
  id: '3.1',
  title: 'Access policy of the topic',
  optional: false,
  guide: taskPage('3.1'),
  steps: [
    {
      id: '3.1.publish',
      title: 'The policy lets S3 publish for this account',
      points: 6,
      // A policy that names a bucket can be judged only once the bucket exists.
      needs: (facts) => (namesBucket(facts) ? ['1.topic', '3.2.bucket'] : ['1.topic']),
      verify: (facts) => withTopic(facts, (topic) => letsPublish(topic, facts)),
    },
    {
      id: '3.1.closed',
      title: 'The policy keeps strangers out',
      points: 4,
      needs: ['1.topic', '3.1.publish'],
      verify: (facts) => withTopic(facts, (topic) => keepsStrangersOut(topic, facts)),
    },
  ],
};

export const task32: Task = {
  id: '3.2',
  title: 'S3 bucket and its event notification',
  optional: false,
  guide: taskPage('3.2'),
  steps: [
    {
      id: '3.2.bucket',
      title: 'A bucket for the pictures exists',
      points: 2,
      needs: [],
      verify: ({ bucket, region }) =>
        judge(bucket, {
          what: 'the bucket',
          found: ({ name }) => pass({ name }),
          absent: (near) =>
            absentUnless(near, {
              kind: 'bucket',
              expected: 'a bucket that notifies the topic',
              notYet: `no bucket notifies the topic. Look in S3 → Buckets, in ${region}.`,
            }),
        }),
    },
    {
      id: '3.2.notification',
      title: 'The bucket notifies the topic',
      points: 4,
      // S3 does not accept a FIFO topic as a destination.
      needs: ['1.topic', '1.standard', '3.2.bucket'],
      verify: (facts) => withBucket(facts, notifiesTopic),
    },
    {
      id: '3.2.events',
      title: 'The notification covers all object create events',
      points: 2,
      needs: ['3.2.notification'],
      verify: (facts) => withBucket(facts, ofAllCreations),
    },
    {
      id: '3.2.filter',
      title: 'The notification covers ingest/*.jpg and nothing else',
      points: 2,
      needs: ['3.2.notification'],
      verify: (facts) => withBucket(facts, ofUploadsOnly),
    },
  ],
};

/** The request that S3 would make, for the bucket that was found or else for any bucket. */
function s3Asks(topic: TopicFacts, { account, bucket }: Facts) {
  return s3Publishes(topic.arn, account, `arn:aws:s3:::${foundIn(bucket)?.name ?? 'some-bucket'}`);
}

function namesBucket({ topic, bucket }: Facts): boolean {
  return bucket.kind !== 'found' && /"aws:sourcearn"/i.test(JSON.stringify(foundIn(topic)?.policy ?? null));
}

function letsPublish(topic: TopicFacts, facts: Facts): Finding {
  if (topic.kmsKey === 'alias/aws/sns' || topic.kmsKey?.endsWith(':alias/aws/sns')) {
    const hint = `${topic.name} is encrypted with alias/aws/sns. S3 is not allowed to use that key, so every notification is lost. See the topic's Encryption.`;
    return fail(hint, { kmsKey: topic.kmsKey });
  }
  const request = s3Asks(topic, facts);
  const decision = evaluatePolicy(topic.policy, request);
  if (decision.decision === 'allow') {
    return { verdict: 'pass', evidence: { decision }, advice: adviseIfAnyBucket(topic) };
  }
  if (isUntouched(topic.policy)) {
    const hint = `the access policy of ${topic.name} is still the default, which does not let S3 publish. ${ACCESS_POLICY}`;
    return notYet(hint, { decision });
  }
  const hint = `S3 is not allowed to publish to ${topic.name}. ${whyNot(decision, request)} ${ACCESS_POLICY}`;
  return fail(hint, { decision });
}

const ACCESS_POLICY = "See the topic's Access policy.";

/** Whether the policy is the default of the console or the API: one statement, for the owner. */
function isUntouched(policy: unknown): boolean {
  if (policy === null || policy === undefined) return true;
  const [statement, ...more] = statementsOf(policy);
  const text = JSON.stringify(statement ?? {});
  return more.length === 0 && /"AWS:SourceOwner"/i.test(text) && !/s3\.amazonaws\.com/.test(text);
}

function statementsOf(policy: unknown): unknown[] {
  if (typeof policy !== 'object' || policy === null || !('Statement' in policy)) return [];
  return [policy.Statement].flat();
}

function adviseIfAnyBucket(topic: TopicFacts): Advice[] {
  const foreign = s3Publishes(topic.arn, STRANGER, 'arn:aws:s3:::a-strangers-bucket');
  if (evaluatePolicy(topic.policy, foreign).decision !== 'allow') return [];
  return [
    {
      id: 'any-bucket-may-publish',
      title: 'Buckets of other accounts can publish to the topic too',
      why: "S3 publishes on behalf of any bucket owner. Anyone who knows the topic's name can make the functions run at your cost.",
      how: 'Add conditions to the statement for s3.amazonaws.com: aws:SourceAccount must be your account, and aws:SourceArn your bucket.',
    },
  ];
}

const TOPIC_ACTIONS = ['sns:Publish', 'sns:Subscribe', 'sns:SetTopicAttributes', 'sns:DeleteTopic'];

function keepsStrangersOut(topic: TopicFacts, facts: Facts): Finding {
  if (evaluatePolicy(topic.policy, s3Asks(topic, facts)).decision !== 'allow') return waits();
  const allowed = TOPIC_ACTIONS.filter((action) =>
    strangersAsk(action, topic.arn).some(
      (request) => evaluatePolicy(topic.policy, request).decision === 'allow',
    ),
  );
  return allowed.length === 0
    ? pass()
    : fail(
        `Anyone in the world is allowed to call ${allowed.join(', ')} on ${topic.name}. A statement for every principal has no condition that limits it to your account. ${ACCESS_POLICY}`,
        { allowed },
      );
}

/** For steps that need the bucket. */
export function withBucket(facts: Facts, found: (bucket: BucketFacts, facts: Facts) => Finding): Finding {
  return judge(facts.bucket, {
    what: 'the bucket',
    found: (bucket) => found(bucket, facts),
    absent: waits,
  });
}

function toTopic(bucket: BucketFacts, { topic }: Facts): NotificationFacts[] {
  const arn = foundIn(topic)?.arn;
  return bucket.notifications.filter(
    (notification) => notification.to === 'topic' && notification.arn === arn,
  );
}

function notifiesTopic(bucket: BucketFacts, facts: Facts): Finding {
  const found = toTopic(bucket, facts).map(({ id }) => id);
  if (found.length > 0) return pass({ notifications: found });
  const [elsewhere] = bucket.notifications;
  if (elsewhere === undefined) {
    return notYet(`the bucket ${bucket.name} has no event notification. See the bucket's Properties.`);
  }
  const { id, to, arn } = elsewhere;
  const topic = foundIn(facts.topic)?.name ?? 'the topic';
  const hint =
    to === 'event-bridge'
      ? `The bucket ${bucket.name} sends its events to EventBridge, not to ${topic}.`
      : `The event notification ${id} of the bucket ${bucket.name} goes to the ${to} ${arn.split(':').at(-1)}, not to ${topic}.`;
  return fail(`${hint} See the bucket's Properties.`, { to, arn });
}

/** Every way in which an object can be created. */
const CREATIONS = ['Put', 'Post', 'Copy', 'CompleteMultipartUpload'];

function ofAllCreations(bucket: BucketFacts, facts: Facts): Finding {
  const events = toTopic(bucket, facts).flatMap((notification) => notification.events);
  if (events.length === 0) return waits();
  const missing = CREATIONS.filter(
    (creation) => !events.includes('s3:ObjectCreated:*') && !events.includes(`s3:ObjectCreated:${creation}`),
  );
  return missing.length === 0
    ? pass({ events })
    : fail(
        `The event notification leaves out objects created by ${missing.join(', ')}. Large pictures, for example, are uploaded in several parts. See the notification's Event types.`,
        { events, missing },
      );
}

/** Keys that the notification must cover, and keys that it must not cover. */
const UPLOADS = ['ingest/a.jpg', 'ingest/below/b.jpg'];
const OUTPUTS = ['thumbnail/a.jpg', 'mobile/a.jpg'];
const NO_JPGS = ['ingest/a.png', 'ingest/a.txt'];
const ELSEWHERE = ['a.jpg', 'other/a.jpg'];

function ofUploadsOnly(bucket: BucketFacts, facts: Facts): Finding {
  const all = toTopic(bucket, facts);
  if (all.length === 0) return waits();
  // A notification of other events may cover all keys.
  const ofCreations = all.filter(({ events }) =>
    events.some((event) => event.startsWith('s3:ObjectCreated:')),
  );
  const notifications = ofCreations.length > 0 ? ofCreations : all;
  const tells = (key: string) =>
    notifications.some(({ prefix, suffix }) => key.startsWith(prefix) && key.endsWith(suffix));
  const filters = notifications.map(({ prefix, suffix }) => ({ prefix, suffix }));
  const described = filters
    .map(({ prefix, suffix }) => `the prefix '${prefix}' and the suffix '${suffix}'`)
    .join('; ');
  const problem = filterProblem(tells);
  if (problem !== undefined) return fail(`The event notification has ${described}. ${problem}`, { filters });
  return { verdict: 'pass', evidence: { filters }, advice: adviseIfWide(tells) };
}

function filterProblem(tells: (key: string) => boolean): string | undefined {
  if (!UPLOADS.every(tells)) return 'Uploads such as ingest/cat.jpg do not trigger a notification.';
  if (OUTPUTS.some(tells))
    return 'It also covers the pictures that the functions write, which can cause an endless loop that is billed.';
  if (NO_JPGS.some(tells)) return 'It also covers files that do not end in .jpg.';
  return ELSEWHERE.some(tells) ? 'It also covers uploads outside ingest/.' : undefined;
}

function adviseIfWide(tells: (key: string) => boolean): Advice[] {
  if (!tells('ingest-old/a.jpg')) return [];
  return [
    {
      id: 'prefix-without-slash',
      title: "The notification's prefix does not end with a slash",
      why: 'The notification also covers uploads to folders such as ingest-old/.',
      how: "Change the prefix to 'ingest/'.",
    },
  ];
}
