import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { NotificationFacts } from '../facts.ts';
import { found, type Seen } from '../seen.ts';
import { bucketsInPolicy } from './bucket-clues.ts';
import { findBucket } from './find-bucket.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:resize-image-topic-2718';
const denied = {
  kind: 'unreadable',
  trouble: { kind: 'denied', action: 's3:GetBucketNotification', message: 'no' },
} as const;

interface Account {
  /** The notification's destination of each bucket; null when it has no notification. */
  buckets: Readonly<Record<string, Partial<NotificationFacts> | null | typeof denied>>;
  elsewhere?: readonly string[];
  inTopicPolicy?: readonly string[];
  inRolePolicies?: readonly string[];
  withUploads?: readonly string[];
  topicArn?: string | undefined;
}

/** @returns what was found, and the buckets whose notifications were read. */
async function find({ buckets, elsewhere = [], withUploads = [], ...clues }: Account) {
  const asked = new Set<string>();
  const names = Object.keys(buckets);
  const reader = {
    list: async () => found({ here: names, elsewhere }),
    notifications: async (name: string): Promise<Seen<readonly NotificationFacts[]>> => {
      asked.add(name);
      const one = buckets[name];
      if (one && 'kind' in one) return one;
      return found(one ? [{ ...NOTIFICATION, ...one }] : []);
    },
    thoseWithUploads: async () => found(withUploads),
  };
  const seen = await findBucket(reader, {
    topicArn: 'topicArn' in clues ? clues.topicArn : TOPIC,
    inTopicPolicy: async () => clues.inTopicPolicy ?? [],
    inRolePolicies: async () => found(clues.inRolePolicies ?? []),
  });
  return { seen, asked: [...asked] };
}

const NOTIFICATION: NotificationFacts = {
  id: 'x',
  to: 'topic',
  arn: TOPIC,
  events: ['s3:ObjectCreated:*'],
  prefix: 'ingest/',
  suffix: '.jpg',
};

const crowd = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`other-${index}`, null]));

describe('the bucket', () => {
  it('is the one that sends notifications to the topic', async () => {
    const buckets = { one: null, pictures: {}, logs: { arn: `${TOPIC}-other`, prefix: '' } };
    assert.deepEqual((await find({ buckets })).seen, found('pictures'));
  });

  it('is not guessed when two notify the topic', async () => {
    const expected = { kind: 'ambiguous', candidates: ['a', 'b'], flag: '--bucket' };
    assert.deepEqual((await find({ buckets: { a: {}, b: {} } })).seen, expected);
  });

  for (const clue of ['inTopicPolicy', 'inRolePolicies'] as const) {
    it(`is found among many by its name ${clue}, without reading the others`, async () => {
      const { seen, asked } = await find({ buckets: { ...crowd, pictures: {} }, [clue]: ['pictures'] });
      assert.deepEqual([seen, asked], [found('pictures'), ['pictures']]);
    });
  }

  it('is found among many by its name alone, without reading the others', async () => {
    const { seen, asked } = await find({ buckets: { ...crowd, 'resize-image-x': {} } });
    assert.deepEqual([seen, asked], [found('resize-image-x'), ['resize-image-x']]);
  });

  it('is found among many without any clue', async () => {
    assert.deepEqual((await find({ buckets: { ...crowd, pictures: {} } })).seen, found('pictures'));
  });

  it('is the one that notifies the topic, even when a clue points to another', async () => {
    const buckets = { ...crowd, first: null, pictures: {} };
    assert.deepEqual((await find({ buckets, inRolePolicies: ['first'] })).seen, found('pictures'));
  });
});

describe('when no bucket notifies the topic, the bucket', () => {
  it('is the one that a policy names', async () => {
    const buckets = { a: null, pictures: null, c: { to: 'queue', arn: 'arn:aws:sqs:::x' } } as const;
    assert.deepEqual((await find({ buckets, inRolePolicies: ['pictures', 'gone'] })).seen, found('pictures'));
  });

  it('is the one that sends notifications of uploads somewhere else', async () => {
    const buckets = {
      a: null,
      pictures: { to: 'queue', arn: 'arn:aws:sqs:::thumbnail-queue', prefix: '' },
    } as const;
    assert.deepEqual((await find({ buckets })).seen, found('pictures'));
  });

  it('is the one that has uploads', async () => {
    assert.deepEqual((await find({ buckets: { a: null, b: null }, withUploads: ['b'] })).seen, found('b'));
  });

  it('is the one that notifies a topic with such a name that no longer exists', async () => {
    assert.deepEqual((await find({ buckets: { a: null, b: {} }, topicArn: undefined })).seen, found('b'));
  });

  it('is not guessed among several', async () => {
    const { seen } = await find({ buckets: { a: null, b: null }, withUploads: ['a', 'b'] });
    assert.equal(seen.kind, 'ambiguous');
  });

  it('is absent without any clue, and is named when it is in another region', async () => {
    assert.deepEqual((await find({ buckets: { a: null } })).seen, { kind: 'absent' });
    const account = { buckets: {}, elsewhere: ['b', 'c'], inRolePolicies: ['b'] };
    assert.deepEqual((await find(account)).seen, { kind: 'absent', near: ['b (in another region)'] });
  });

  it('is unreadable when it could be one that cannot be read', async () => {
    assert.deepEqual((await find({ buckets: { a: null, b: denied } })).seen, denied);
  });
});

describe('names of buckets in a policy', () => {
  it('are read from the ARNs of buckets and objects anywhere in it', () => {
    const policy = {
      Statement: [
        { Resource: ['arn:aws:s3:::pictures/*', 'arn:aws:s3:::pictures', 'arn:aws-cn:s3:::other.one/a/b'] },
        { Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:*:*:third' } } },
        { Resource: ['BUCKET_ARN', 'arn:aws:s3:::*', 'arn:aws:s3:::pic*', '*'] },
      ],
    };
    assert.deepEqual(bucketsInPolicy(policy), ['pictures', 'other.one', 'third']);
    assert.deepEqual(bucketsInPolicy(null), []);
  });
});
