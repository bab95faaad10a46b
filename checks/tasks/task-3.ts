import type { BucketFacts, Facts, NotificationFacts, TopicFacts } from '../facts.ts';
import { evaluatePolicy } from '../policy/evaluate.ts';
import type { Advice, Finding, Task } from '../step.ts';
import { absentUnless, fail, foundIn, judge, notYet, pass, waits } from './found.ts';
import { STRANGER, s3Publishes, strangersAsk, whyNot } from './requests.ts';
import { withTopic } from './task-1.ts';

export const task31: Task = {
  id: '3.1',
  title: "The topic's access policy",
  optional: false,
  guide: 'lab/README.md#task-31',
  steps: [
    {
      id: '3.1.publish',
      title: 'S3 of this account may publish to the topic',
      points: 6,
      // A policy that names a bucket is judged by the bucket that there is.
      needs: (facts) => (namesBucket(facts) ? ['1.topic', '3.2.bucket'] : ['1.topic']),
      verify: (facts) => withTopic(facts, (topic) => letsPublish(topic, facts)),
    },
    {
      id: '3.1.closed',
      title: 'Strangers may not',
      points: 4,
      needs: ['1.topic', '3.1.publish'],
      verify: (facts) => withTopic(facts, (topic) => keepsStrangersOut(topic, facts)),
    },
  ],
};

export const task32: Task = {
  id: '3.2',
  title: "The bucket's event notification",
  optional: false,
  guide: 'lab/README.md#task-32',
  steps: [
    {
      id: '3.2.bucket',
      title: 'A bucket for the pictures',
      points: 2,
      needs: [],
      verify: ({ bucket }) =>
        judge(bucket, {
          what: 'the bucket',
          found: ({ name }) => pass({ name }),
          absent: (near) =>
            absentUnless(
              near,
              'bucket that notifies the topic',
              'there is no bucket that notifies the topic. Buckets are made in S3, in the region of the lab.',
            ),
        }),
    },
    {
      id: '3.2.notification',
      title: 'It notifies the topic',
      points: 4,
      // S3 does not take a FIFO topic for a destination.
      needs: ['1.topic', '1.standard', '3.2.bucket'],
      verify: (facts) => withBucket(facts, notifiesTopic),
    },
    {
      id: '3.2.events',
      title: 'Of all object create events',
      points: 2,
      needs: ['3.2.notification'],
      verify: (facts) => withBucket(facts, ofAllCreations),
    },
    {
      id: '3.2.filter',
      title: 'Below ingest/, of names that end in .jpg',
      points: 2,
      needs: ['3.2.notification'],
      verify: (facts) => withBucket(facts, ofUploadsOnly),
    },
  ],
};

/** What S3 would ask, by the bucket that there is, or some bucket. */
function s3Asks(topic: TopicFacts, { account, bucket }: Facts) {
  return s3Publishes(topic.arn, account, `arn:aws:s3:::${foundIn(bucket)?.name ?? 'some-bucket'}`);
}

function namesBucket({ topic, bucket }: Facts): boolean {
  return bucket.kind !== 'found' && /"aws:sourcearn"/i.test(JSON.stringify(foundIn(topic)?.policy ?? null));
}

function letsPublish(topic: TopicFacts, facts: Facts): Finding {
  if (topic.kmsKey === 'alias/aws/sns' || topic.kmsKey?.endsWith(':alias/aws/sns')) {
    const hint = `${topic.name} is encrypted with AWS's own key for SNS, which S3 may not use: every notification is lost. See the topic's Encryption.`;
    return fail(hint, { kmsKey: topic.kmsKey });
  }
  const decision = evaluatePolicy(topic.policy, s3Asks(topic, facts));
  if (decision.decision === 'allow') {
    return { verdict: 'pass', evidence: { decision }, advice: adviseIfAnyBucket(topic) };
  }
  if (isUntouched(topic.policy)) {
    return notYet("the topic's access policy is the one that it was made with, and says nothing of S3.", {
      decision,
    });
  }
  return fail(`The access policy of ${topic.name} does not let S3 publish: ${whyNot(decision)}.`, {
    decision,
  });
}

/** As the console or the API makes it: one statement, for the owner. */
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
      title: 'Buckets of other accounts may publish to the topic too',
      why: 'S3 acts for whoever asks it: somebody who knows the name of the topic can make the functions run at your cost.',
      how: 'Add the condition aws:SourceAccount (your account), and aws:SourceArn (your bucket), to the statement for s3.amazonaws.com.',
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
        `The access policy lets everyone in the world use the topic (${allowed.join(', ')}): a statement for every principal lacks a condition that limits it to your account.`,
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
    return notYet(`the bucket ${bucket.name} has no event notification. See its Properties.`);
  }
  const { id, to, arn } = elsewhere;
  const destination = to === 'event-bridge' ? 'EventBridge' : `the ${to} ${arn.split(':').at(-1)}`;
  return fail(
    `The notification ${id} of the bucket ${bucket.name} goes to ${destination}, not to the topic.`,
    { to, arn },
  );
}

/** Every way in which an object can come into being. */
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
        `The notification leaves out objects that are created by ${missing.join(', ')}: large pictures, for one, come in as several parts.`,
        { events, missing },
      );
}

/** Keys of which the topic must hear, and of which it must not. */
const UPLOADS = ['ingest/a.jpg', 'ingest/below/b.jpg'];
const OUTPUTS = ['thumbnail/a.jpg', 'mobile/a.jpg'];
const NO_JPGS = ['ingest/a.png', 'ingest/a.txt'];
const ELSEWHERE = ['a.jpg', 'other/a.jpg'];

function ofUploadsOnly(bucket: BucketFacts, facts: Facts): Finding {
  const all = toTopic(bucket, facts);
  if (all.length === 0) return waits();
  // A notification of other events may be of all keys.
  const ofCreations = all.filter(({ events }) =>
    events.some((event) => event.startsWith('s3:ObjectCreated:')),
  );
  const notifications = ofCreations.length > 0 ? ofCreations : all;
  const tells = (key: string) =>
    notifications.some(({ prefix, suffix }) => key.startsWith(prefix) && key.endsWith(suffix));
  const filters = notifications.map(({ prefix, suffix }) => ({ prefix, suffix }));
  const described = filters
    .map(({ prefix, suffix }) => `prefix '${prefix}' and suffix '${suffix}'`)
    .join('; ');
  const problem = filterProblem(tells);
  if (problem !== undefined) return fail(`The notification has ${described}: ${problem}`, { filters });
  return { verdict: 'pass', evidence: { filters }, advice: adviseIfWide(tells) };
}

function filterProblem(tells: (key: string) => boolean): string | undefined {
  if (!UPLOADS.every(tells))
    return 'pictures that are uploaded below ingest/ with the ending .jpg are not told.';
  if (OUTPUTS.some(tells))
    return 'it also tells of what the functions make themselves, which can go round endlessly, and is billed.';
  if (NO_JPGS.some(tells)) return 'it also tells of files that are no .jpg.';
  return ELSEWHERE.some(tells) ? 'it also tells of uploads outside ingest/.' : undefined;
}

function adviseIfWide(tells: (key: string) => boolean): Advice[] {
  if (!tells('ingest-old/a.jpg')) return [];
  return [
    {
      id: 'prefix-without-slash',
      title: "The notification's prefix has no slash at its end",
      why: 'It tells of uploads to folders such as ingest-old/ too.',
      how: "Make the prefix 'ingest/'.",
    },
  ];
}
